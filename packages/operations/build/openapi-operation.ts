import { brokenOff, type OperationDefinition } from "../src/index.ts";
import type { Components, JsonSchema } from "./openapi-components.ts";
import type { OperationSample } from "./operation-samples.ts";
import { failuresOf, header } from "./openapi-responses.ts";
import { splitInput } from "./sample-requests.ts";

const CONTENT_TYPES = {
  json: "application/json",
  "json-lines": "application/x-ndjson",
  events: "text/event-stream",
} as const;

const FORMS = {
  json: "",
  "json-lines": " One JSON document a line; the schema is that of each line.",
  events: " Server-sent events; the schema is that of the data of each event.",
} as const;

const STATUSES: Readonly<Record<number, string>> = {
  200: "Done.",
  201: "Done, and kept.",
  202: "Begun. It continues after this answer.",
  207: "Done as far as possible: some resources failed, or their outcome is not known.",
};

/** One operation as OpenAPI describes it. */
export function describeOperation(
  operation: OperationDefinition,
  { input }: OperationSample,
  components: Components,
): object {
  const { title, summary, method, effect } = operation;
  const { inPath, beside } = fieldsOf(operation, components);
  const isPost = method === "post";
  return {
    operationId: title.charAt(0).toLowerCase() + title.slice(1),
    summary,
    "x-crosstag-effect": effect,
    parameters: [
      ...inPath.map(([name, schema]) => ({ name, in: "path", required: true, schema })),
      ...(isPost ? [] : queryParameters(beside)),
      ...headerParameters(operation),
    ],
    ...(isPost && {
      requestBody: {
        required: beside.required !== undefined,
        content: {
          "application/json": {
            schema: named(`${title}Request`, beside, components),
            example: splitInput(operation, input).beside,
          },
        },
      },
    }),
    responses: {
      ...Object.fromEntries(operation.statuses.map((status) => [status, success(operation, status, components)])),
      ...failuresOf(operation),
    },
  };
}

interface Fields {
  readonly inPath: readonly (readonly [name: string, schema: JsonSchema])[];
  /** The rest: of the body or of the query. */
  readonly beside: JsonSchema;
}

function fieldsOf({ input, path }: OperationDefinition, components: Components): Fields {
  const { properties = {}, required = [], ...schema } = components.addInput(input);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const isBeside = (name: string) => !names.includes(name);
  return {
    inPath: names.map((name) => [name, asSchema(properties[name])]),
    beside: {
      ...schema,
      properties: Object.fromEntries(Object.entries(properties).filter(([name]) => isBeside(name))),
      ...(required.some(isBeside) && { required: required.filter(isBeside) }),
    },
  };
}

function asSchema(schema: JsonSchema | boolean | undefined): JsonSchema {
  if (typeof schema === "object") return schema;
  throw new Error("A parameter of a path is not a field of the input.");
}

function queryParameters({ properties = {}, required = [] }: JsonSchema): readonly object[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function headerParameters({ effect, answers }: OperationDefinition): readonly object[] {
  return [
    ...(answers === "events"
      ? [
          {
            name: "Last-Event-ID",
            in: "header",
            description: "The id of the last event that was received. Default: from the beginning.",
            schema: { type: "string" },
          },
        ]
      : []),
    ...(effect !== "read"
      ? [
          {
            name: "Idempotency-Key",
            in: "header",
            description:
              "Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing.",
            schema: { type: "string", minLength: 1, maxLength: 255 },
          },
        ]
      : []),
  ];
}

function success(operation: OperationDefinition, status: number, components: Components): object {
  const { title, answers, effect } = operation;
  const schema = named(`${title}Answer`, components.addOutput(operation.output), components);
  return {
    description: `${STATUSES[status] ?? ""}${FORMS[answers]}`,
    headers: {
      ...header("X-Request-Id", "RequestId"),
      ...(effect !== "read" && header("Idempotency-Replayed", "IdempotencyReplayed")),
    },
    content: {
      [CONTENT_TYPES[answers]]: {
        schema: answers === "json" ? schema : { anyOf: [schema, components.addOutput(brokenOff)] },
      },
    },
  };
}

/** A component, so that generated clients have a name for the type. */
function named(name: string, schema: JsonSchema, components: Components): JsonSchema {
  if (schema.$ref !== undefined) return schema;
  components.set(name, schema);
  return { $ref: `#/components/schemas/${name}` };
}
