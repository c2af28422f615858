import { fieldsOf, isList } from "@crosstag/core/internal";
import { z } from "zod";

/**
 * The keys that a schema knows at a path. Empty if it knows none, or does not go so far.
 * @param given what was parsed with the schema: of several forms of an object, those count whose fixed fields it has
 */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[], given?: unknown): readonly string[] {
  let forms = formsOf(schema, given);
  let value = given;
  for (const segment of path) {
    value = isList(value) ? value[Number(segment)] : fieldsOf(value)[String(segment)];
    const inside = value;
    forms = forms.flatMap((form) => formsOf(innerOf(form, segment), inside));
  }
  return [...new Set(forms.flatMap((form) => (form instanceof z.ZodObject ? Object.keys(form.shape) : [])))];
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
