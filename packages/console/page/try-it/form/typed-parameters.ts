import { listOf, MAP_ENTRY, objectOf, textOf, type FormObject, type FormValue } from "./form-value.ts";
import type { Parameter } from "./parameter.ts";

/** What is wrong with one field. */
export interface FieldProblem {
  /** The field: `Tags.0.TagKey`. */
  readonly path: string;
  readonly message: string;
}

/** What is typed, as the operation takes it. */
export interface TypedParameters {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Nothing is sent if there is one. */
  readonly problems: readonly FieldProblem[];
}

/** Absent: nothing is typed, and the parameter is left out. */
type Typed = { readonly value: unknown } | undefined;

/** Turns the fields of a form into the parameters of a request. Optional fields without a value are left out. */
export function typedParameters(
  parameters: readonly Parameter[],
  values: FormObject,
  nameOf: (name: string) => string = (name) => name,
): TypedParameters {
  const problems: FieldProblem[] = [];
  const typed = typedFields(parameters, values, "", problems);
  return {
    parameters: Object.fromEntries(Object.entries(typed).map(([name, value]) => [nameOf(name), value])),
    problems,
  };
}

function typedFields(
  parameters: readonly Parameter[],
  values: FormObject,
  prefix: string,
  problems: FieldProblem[],
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const path = `${prefix}${parameter.name}`;
    const typed = typedValue(parameter, values[parameter.name], path, problems);
    if (typed !== undefined) fields[parameter.name] = typed.value;
    else if (parameter.required === true && !problems.some((problem) => problem.path === path))
      problems.push({ path, message: missing(parameter) });
  }
  return fields;
}

function missing({ name, type }: Parameter): string {
  return type === "array" || type === "map" ? `${name} is required. Add at least one.` : `${name} is required.`;
}

function typedValue(parameter: Parameter, value: FormValue | undefined, path: string, problems: FieldProblem[]): Typed {
  const { type, children, encoding } = parameter;
  switch (type) {
    case "boolean":
      return textOf(value) === "" ? undefined : { value: textOf(value) === "true" };
    case "array": {
      const items = children === undefined ? typedTexts(value) : typedObjects(children, value, path, problems);
      if (items.length === 0) return undefined;
      return { value: encoding === "json" ? JSON.stringify(items) : items };
    }
    case "map":
      return typedMap(value, path, problems);
    case "object": {
      const fields = typedFields(children ?? [], objectOf(value), `${path}.`, problems);
      return Object.keys(fields).length === 0 ? undefined : { value: fields };
    }
    case "integer":
    case "number":
      return typedNumber(parameter, textOf(value), path, problems);
    case "json":
      return typedJson(parameter, textOf(value), path, problems);
    default:
      return textOf(value) === "" ? undefined : { value: textOf(value) };
  }
}

function typedTexts(value: FormValue | undefined): readonly string[] {
  return listOf(value)
    .map(textOf)
    .filter((text) => text !== "");
}

function typedObjects(
  children: readonly Parameter[],
  value: FormValue | undefined,
  path: string,
  problems: FieldProblem[],
): readonly unknown[] {
  // The first field names the object; the others can be empty texts, as the value of a tag can.
  const [first, ...others] = children;
  return listOf(value).flatMap((item, index) => {
    const fields = objectOf(item);
    const untouched = children.every(({ name }) => textOf(fields[name]) === "");
    if (untouched) return [];
    const named = typedFields(first === undefined ? [] : [first], fields, `${path}.${index}.`, problems);
    const rest = others.map(({ name }) => [name, textOf(fields[name])] as const);
    return [{ ...named, ...Object.fromEntries(rest) }];
  });
}

function typedMap(value: FormValue | undefined, path: string, problems: FieldProblem[]): Typed {
  const entries: (readonly [string, string])[] = [];
  for (const [index, item] of listOf(value).entries()) {
    const [key = "", text = ""] = MAP_ENTRY.map(({ name }) => textOf(objectOf(item)[name]));
    const keyPath = `${path}.${index}.key`;
    if (key === "" && text === "") continue;
    if (key === "") problems.push({ path: keyPath, message: "A value needs a key." });
    else if (entries.some(([other]) => other === key))
      problems.push({ path: keyPath, message: `The key "${key}" is there twice.` });
    else entries.push([key, text]);
  }
  return entries.length === 0 ? undefined : { value: Object.fromEntries(entries) };
}

function typedNumber({ name, type }: Parameter, text: string, path: string, problems: FieldProblem[]): Typed {
  if (text.trim() === "") return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && (type === "number" || Number.isInteger(value))) return { value };
  const expected = type === "integer" ? "a whole number" : "a number";
  problems.push({ path, message: `${name} is ${expected}, for example 100.` });
  return undefined;
}

function typedJson({ name }: Parameter, text: string, path: string, problems: FieldProblem[]): Typed {
  if (text.trim() === "") return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    problems.push({ path, message: `${name} is not JSON. Texts need double quotes: "text".` });
    return undefined;
  }
}
