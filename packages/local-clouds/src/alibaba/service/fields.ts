import { invalidParameter, missingParameter } from "../errors.ts";

export type RequestParameters = Readonly<Record<string, string | undefined>>;

/** The parameters of a call, which are all texts. */
export function textsOf(parameters: Readonly<Record<string, unknown>>): RequestParameters {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])),
  );
}

/** A required parameter that must not be empty. */
export function requiredText(parameters: RequestParameters, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === "") throw missingParameter(name);
  return value;
}

/** A parameter that must be one of these, or may be absent if there is a default. */
export function choice<Value extends string>(
  parameters: RequestParameters,
  name: string,
  values: readonly Value[],
  fallback?: Value,
): Value {
  const given = parameters[name];
  if (given === undefined || given === "") {
    if (fallback === undefined) throw missingParameter(name);
    return fallback;
  }
  const value = values.find((candidate) => candidate === given);
  if (value === undefined) throw invalidParameter(name);
  return value;
}

/** `true` or `false` in any case; undefined if the parameter is absent. */
export function optionalBoolean(parameters: RequestParameters, name: string): boolean | undefined {
  const value = parameters[name]?.toLowerCase();
  if (value === undefined || value === "") return undefined;
  if (value !== "true" && value !== "false") throw invalidParameter(name);
  return value === "true";
}

export function integer(
  parameters: RequestParameters,
  name: string,
  bounds: {
    readonly from: number;
    readonly to: number;
    readonly fallback?: number;
    /** Default: the refusal of an invalid parameter. */
    readonly refusal?: () => Error;
  },
): number {
  const given = parameters[name];
  if (given === undefined || given === "") {
    if (bounds.fallback === undefined) throw missingParameter(name);
    return bounds.fallback;
  }
  const value = Number(given);
  if (!/^\d+$/.test(given) || value < bounds.from || value > bounds.to) {
    throw bounds.refusal?.() ?? invalidParameter(name);
  }
  return value;
}

/** A parameter that is one string holding a JSON array. */
export function jsonArray(parameters: RequestParameters, name: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(requiredText(parameters, name));
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidParameter(name);
    throw error;
  }
  if (!Array.isArray(parsed)) throw invalidParameter(name);
  return parsed;
}

/**
 * A list spread over parameters: `Name.1`, `Name.2` or `Name.1.Field`. Each item has its fields; a plain item's value is
 * the field "". Numbers give the order and may have gaps, which is what SDKs send for absent items.
 */
export function repeated(parameters: RequestParameters, name: string): readonly Readonly<Record<string, string>>[] {
  const prefix = `${name}.`;
  const items = new Map<number, Record<string, string>>();
  for (const parameter in parameters) {
    if (!parameter.startsWith(prefix)) continue;
    const rest = parameter.slice(prefix.length);
    const dot = rest.indexOf(".");
    const number = Number(dot === -1 ? rest : rest.slice(0, dot));
    if (!Number.isInteger(number) || number < 1) throw invalidParameter(name);
    let item = items.get(number);
    if (item === undefined) items.set(number, (item = {}));
    item[dot === -1 ? "" : rest.slice(dot + 1)] = parameters[parameter] ?? "";
  }
  return [...items].toSorted(([left], [right]) => left - right).map(([, item]) => item);
}

/** A list of plain items, `Name.1`, `Name.2`. */
export function repeatedTexts(parameters: RequestParameters, name: string): readonly string[] {
  return repeated(parameters, name).map((item) => {
    const text = item[""];
    if (text === undefined) throw invalidParameter(name);
    return text;
  });
}

/**
 * Page-number paging, as `ListKeys`, `ListSecrets` and `ListAliases` have it: pages from 1, 10 items by default, at
 * most 100.
 */
export function page(parameters: RequestParameters): <Item>(items: readonly Item[]) => {
  readonly items: readonly Item[];
  readonly answer: {
    readonly PageNumber: number;
    readonly PageSize: number;
    readonly TotalCount: number;
  };
} {
  const number = integer(parameters, "PageNumber", {
    from: 1,
    to: Number.MAX_SAFE_INTEGER,
    fallback: 1,
  });
  const size = integer(parameters, "PageSize", { from: 1, to: 100, fallback: 10 });
  return (items) => ({
    items: items.slice((number - 1) * size, number * size),
    answer: { PageNumber: number, PageSize: size, TotalCount: items.length },
  });
}

/** Milliseconds since 1970 as the cloud writes times, `""` for none. */
export function timeText(time: number | undefined): string {
  return time === undefined ? "" : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
