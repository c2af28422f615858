import type { Parameter } from "../form/parameter.ts";

/** What is read of a JSON schema. */
interface Schema {
  readonly type?: unknown;
  readonly description?: unknown;
  readonly properties?: unknown;
  readonly required?: unknown;
  readonly items?: unknown;
  readonly enum?: unknown;
  readonly additionalProperties?: unknown;
  readonly examples?: unknown;
  readonly $ref?: unknown;
  readonly $defs?: unknown;
}

/** The fields of a form for an object that a JSON schema describes. What no field fits is typed as JSON. */
export function schemaParameters(schema: unknown): readonly Parameter[] {
  const root = schemaOf(schema);
  return fieldsOf(root, schemaOf(root.$defs));
}

function fieldsOf(schema: Schema, definitions: object): readonly Parameter[] {
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schemaOf(schema.properties)).map(([name, property]) => {
    const field = resolved(schemaOf(property), definitions);
    const { description, examples } = field;
    const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
    return {
      name,
      required: required.includes(name),
      ...(typeof description === "string" && { description }),
      ...(example !== undefined && { placeholder: placeholderOf(example) }),
      ...typeOf(field, definitions),
    };
  });
}

function placeholderOf(example: unknown): string {
  if (Array.isArray(example) && typeof example[0] === "string") return example[0];
  return typeof example === "string" ? example : JSON.stringify(example);
}

function typeOf(field: Schema, definitions: object): Pick<Parameter, "type" | "options" | "children"> {
  if (Array.isArray(field.enum) && field.enum.every((value) => typeof value === "string"))
    return { type: "string", options: field.enum };
  switch (field.type) {
    case "string":
    case "boolean":
    case "integer":
    case "number":
      return { type: field.type };
    case "array":
      return resolved(schemaOf(field.items), definitions).type === "string" ? { type: "array" } : { type: "json" };
    case "object":
      if (field.properties !== undefined) return { type: "object", children: fieldsOf(field, definitions) };
      return schemaOf(field.additionalProperties).type === "string" ? { type: "map" } : { type: "json" };
    default:
      return { type: "json" };
  }
}

/** A schema that only names another is the other, with its own description. */
function resolved(schema: Schema, definitions: object): Schema {
  if (typeof schema.$ref !== "string") return schema;
  const named = schema.$ref.replace("#/$defs/", "");
  const found = schemaOf(Object.entries(definitions).find(([name]) => name === named)?.[1]);
  return { ...found, ...schema, $ref: undefined };
}

function schemaOf(value: unknown): Schema {
  return typeof value === "object" && value !== null ? value : {};
}
