import type { OperationDefinition } from "@crosstag/operations";

/** A request of an operation, before it is sent. */
export interface OperationRequest {
  /** The path and, of a GET, the query. */
  readonly address: string;
  /** Of a POST: the fields that are not in the path. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** The request of an operation: parameters of the path in the path, the rest as query (GET) or as body. */
export function operationRequest(
  { method, path }: Pick<OperationDefinition, "method" | "path">,
  input: unknown,
): OperationRequest {
  const rest: Record<string, unknown> = { ...Object(input) };
  const filled = path.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = rest[name];
    delete rest[name];
    return value === undefined ? placeholder : encodeURIComponent(textOf(value));
  });
  return method === "get" ? { address: filled + queryOf(rest), body: undefined } : { address: filled, body: rest };
}

function queryOf(fields: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) query.append(name, textOf(each));
  return query.size === 0 ? "" : `?${query}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
