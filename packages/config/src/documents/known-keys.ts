import { fieldsOf, isList } from "@crosstag/core/internal";
import { z } from "zod";

/**
 * The keys that a schema knows at a path. Empty if it knows none, or does not go so far.
 * @param given what was parsed with the schema: of several forms of an object, those count whose fixed fields it has
 */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[], given?: unknown): readonly string[] {
  const forms = formsAt(schema, path, given);
  return [...new Set(forms.flatMap((form) => (form instanceof z.ZodObject ? Object.keys(form.shape) : [])))];
}

/** What a schema says about the field at a path; undefined if nothing, or its forms of the object say different things. */
export function fieldDescription(schema: z.ZodType, path: readonly PropertyKey[], given?: unknown): string | undefined {
  const name = path.at(-1);
  if (name === undefined) return undefined;
  const fields = formsAt(schema, path.slice(0, -1), given).map((form) => innerOf(form, name));
  const [description, other] = new Set(
    fields.flatMap((field) => (field && z.globalRegistry.get(field)?.description) ?? []),
  );
  return other === undefined ? description : undefined;
}

function formsAt(schema: z.ZodType, path: readonly PropertyKey[], given: unknown): readonly z.core.$ZodType[] {
  let forms = formsOf(schema, given);
  let value = given;
  for (const segment of path) {
    value = isList(value) ? value[Number(segment)] : fieldsOf(value)[String(segment)];
    const inside = value;
    forms = forms.flatMap((form) => formsOf(innerOf(form, segment), inside));
  }
  return forms;
}

function innerOf(form: z.core.$ZodType, segment: PropertyKey): z.core.$ZodType | undefined {
  if (form instanceof z.ZodObject) return shapeOf(form)[String(segment)];
  if (form instanceof z.ZodRecord) return form.valueType;
  return form instanceof z.ZodArray ? form.element : undefined;
}

function shapeOf({ shape }: z.ZodObject): z.core.$ZodShape {
  return shape;
}

/** What a schema allows, without what only says that it may be absent. */
function formsOf(schema: z.core.$ZodType | undefined, given: unknown): readonly z.core.$ZodType[] {
  if (schema === undefined) return [];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly || schema instanceof z.ZodDefault)
    return formsOf(schema.unwrap(), given);
  if (!(schema instanceof z.ZodUnion)) return [schema];
  const forms = schema.options.flatMap((option) => formsOf(option, given));
  const fitting = forms.filter((form) => form instanceof z.ZodObject && fits(form, given));
  return fitting.length > 0 ? fitting : forms;
}

function fits(form: z.ZodObject, given: unknown): boolean {
  const fields = fieldsOf(given);
  return Object.entries(shapeOf(form)).every(
    ([name, field]) => !(field instanceof z.ZodLiteral) || field.safeParse(fields[name]).success,
  );
}
