import { OPERATIONS, type OperationDefinition } from "@crosstag/operations";
import { Components, type JsonSchema } from "../../packages/operations/build/openapi-components.ts";
import { OPERATION_SAMPLES } from "../../packages/operations/build/operation-samples.ts";
import { curlRequest, typescriptRequest } from "../../packages/operations/build/sample-requests.ts";
import { joinParts, table } from "./markdown.ts";

/** Why the samples of generated parts are not run. */
const NOT_RUN = "<!-- not run: a sample of one request; docs/guides/call-it-from-python-and-go.md is run -->";

const STATUSES: Readonly<Record<number, string>> = {
  200: "done",
  201: "done, and kept",
  202: "begun; it continues after the answer",
  207: "some resources failed, or their outcome is not known; the same document",
};

const FORMS = {
  json: "The answer is one document:",
  "json-lines": "The answer is `application/x-ndjson`, one document a line. Each is one of:",
  events: "The answer is `text/event-stream`. The data of each event is one of:",
} as const;

/**
 * What the schema of an operation says, as a part of a page.
 * @throws Error if there is no such operation, or its schema refuses its sample
 */
export function operationSection(title: string): string {
  const operations: readonly OperationDefinition[] = OPERATIONS;
  const found = operations.find((one) => one.title === title);
  const sample = OPERATIONS.flatMap(({ title: one, name }) => (one === title ? [OPERATION_SAMPLES[name]] : []))[0];
  if (found === undefined || sample === undefined) throw new Error(`There is no operation ${title}.`);
  found.input.parse(sample.input);
  const { method, path, summary, statuses } = found;
  return joinParts(
    `### ${title} over HTTP`,
    `\`${method.toUpperCase()} ${path}\`: ${summary}${effectOf(found)}`,
    inputTable(found),
    joinParts(FORMS[found.answers], outputTable(found)),
    `Statuses: ${statuses.map((status) => `${status} (${STATUSES[status] ?? ""})`).join(", ")}. Every failure is a problem: [errors](errors.md).`,
    block("sh", curlRequest(found, sample)),
    block("ts", typescriptRequest(found, sample)),
    sample.command === undefined ? "" : joinParts("The same on the command line:", block("sh", sample.command)),
  );
}

function block(language: string, code: string): string {
  return `${NOT_RUN}\n\n\`\`\`${language}\n${code}\n\`\`\``;
}

function effectOf({ effect, answers }: OperationDefinition): string {
  if (effect === "read") return "";
  return answers === "json" ? " Takes an `Idempotency-Key`." : "";
}

function inputTable({ input, path }: OperationDefinition): string {
  const schemas = new NamedSchemas((components) => components.addInput(input));
  const { properties = {}, required = [] } = schemas.root;
  const rows = Object.entries(properties).map(([name, schema]) => [
    `\`${name}\``,
    typeOf(schema),
    required.includes(name) ? "yes" : "no",
    `${path.includes(`{${name}}`) ? "In the path. " : ""}${schemas.describe(schema)}`,
  ]);
  if (rows.length === 0) return "The request has no fields.";
  const choices = Object.entries(properties).flatMap(([name, schema]) => {
    const forms = typeof schema === "object" ? schemas.formsOf(schema) : [];
    return forms.length > 1
      ? [`\`${name}\` is one of:`, forms.map((form) => `- ${describeForm(form)}`).join("\n")]
      : [];
  });
  return joinParts(table(["Field", "Type", "Required", "Meaning"], rows), ...choices);
}

function outputTable({ output }: OperationDefinition): string {
  const schemas = new NamedSchemas((components) => components.addOutput(output));
  const forms = schemas.formsOf(schemas.root);
  const [only] = forms;
  if (forms.length > 1 || only === undefined) return forms.map((form) => `- ${describeForm(form)}`).join("\n");
  const { properties = {}, required = [] } = only;
  return table(
    ["Field", "Type", "Meaning"],
    Object.entries(properties).map(([name, schema]) => [
      `\`${name}\``,
      `${typeOf(schema)}${required.includes(name) ? "" : ", or absent"}`,
      schemas.describe(schema),
    ]),
  );
}

/** A schema with the named ones that it refers to. */
class NamedSchemas {
  readonly root: JsonSchema;
  readonly #named: Readonly<Record<string, JsonSchema>>;

  constructor(add: (components: Components) => JsonSchema) {
    const components = new Components();
    const root = add(components);
    this.#named = components.schemas();
    this.root = this.#resolve(root);
  }

  #resolve(schema: JsonSchema): JsonSchema {
    const name = schema.$ref?.split("/").at(-1);
    return name === undefined ? schema : (this.#named[name] ?? {});
  }

  /** The alternatives of a schema, those inside alternatives included. */
  formsOf(schema: JsonSchema): readonly JsonSchema[] {
    const whole = this.#resolve(schema);
    const alternatives = whole.oneOf ?? whole.anyOf;
    if (alternatives === undefined) return [whole];
    return alternatives.flatMap((one) => (typeof one === "boolean" ? [] : this.formsOf(one)));
  }

  /** What it means, at its place or at that of its name. */
  describe(schema: JsonSchema | boolean): string {
    if (typeof schema === "boolean") return "";
    return (schema.description ?? this.#resolve(schema).description ?? "").replaceAll("|", String.raw`\|`);
  }
}

/** `type: "resource"` with its other fields. */
function describeForm({ properties = {}, required = [] }: JsonSchema): string {
  const constants = Object.entries(properties).flatMap(([name, schema]) =>
    required.includes(name) && typeof schema === "object" && (schema.const ?? schema.enum) !== undefined
      ? [`\`${name}\` ${typeOf(schema)}`]
      : [],
  );
  const others = Object.keys(properties).filter((name) => !constants.some((text) => text.startsWith(`\`${name}\``)));
  const fields = others.map((name) => `\`${name}\``).join(", ");
  return `${constants[0] ?? ""}${fields === "" ? "" : `: ${fields}`}`;
}

/** The type in words; a named one as `openapi.json` names it. */
function typeOf(schema: JsonSchema | boolean): string {
  if (typeof schema === "boolean") return "any";
  const { $ref, type, items, const: constant, enum: values, oneOf, anyOf } = schema;
  if ($ref !== undefined) return `\`${$ref.split("/").at(-1) ?? ""}\``;
  if (constant !== undefined) return `\`${JSON.stringify(constant)}\``;
  if (values !== undefined) return values.map((value) => `\`${JSON.stringify(value)}\``).join(" or ");
  if (oneOf !== undefined || anyOf !== undefined) return "one of several objects";
  if (type === "array") return `list of ${typeof items === "object" && !Array.isArray(items) ? typeOf(items) : "any"}`;
  return (
    { string: "text", integer: "number", number: "number", boolean: "boolean", object: "object" }[String(type)] ?? "any"
  );
}
