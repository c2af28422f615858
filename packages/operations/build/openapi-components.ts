import { z, type ZodType } from "zod";

/** A JSON Schema as it is written. */
export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Collects the named schemas of the document. */
export class Components {
  readonly #schemas = new Map<string, JsonSchema>();

  /** Returns the JSON Schema of what is sent. What has an id is kept as a component, and referred to. */
  addInput(schema: ZodType): JsonSchema {
    return this.#add(schema, shorten);
  }

  /** The same for what is answered: a later version may add fields, and no client should fail because of them. */
  addOutput(schema: ZodType): JsonSchema {
    return this.#add(schema, ({ jsonSchema }) => {
      shorten({ jsonSchema });
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    });
  }

  #add(schema: ZodType, override: typeof shorten): JsonSchema {
    const { $schema: _version, $defs = {}, ...root } = z.toJSONSchema(schema, { io: "input", override });
    for (const [name, definition] of Object.entries($defs)) this.set(name, definition);
    return withReferences(root);
  }

  /**
   * Keeps a component.
   * @throws Error if another one has its name
   */
  set(name: string, definition: JsonSchema): void {
    const { $id: _id, id: _name, ...schema } = withReferences(definition);
    const known = this.#schemas.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`Two different schemas have the id ${name}.`);
    this.#schemas.set(name, schema);
  }

  /** The components in the order of their names. */
  schemas(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#schemas].toSorted(([left], [right]) => (left < right ? -1 : 1)));
  }
}

/** Leaves out what is true of all JSON, or said better by another word. */
function shorten({ jsonSchema }: { readonly jsonSchema: JsonSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
  delete jsonSchema.propertyNames;
}

function withReferences(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
