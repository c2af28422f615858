import type { OperationDefinition } from "@crosstag/operations";
import type { z } from "zod";
import { errorOf, unreachable } from "./request-error.ts";
import { authorization } from "./session-token.ts";

/** Besides the input of a request. */
export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Sends a request of an operation: parameters of the path in the path, the rest as query (GET) or as body.
 * @throws RequestError what the service refuses, or that it cannot be reached
 */
export async function send<Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  { signal, headers }: SendOptions = {},
): Promise<Response> {
  const { path, rest } = fillPath(definition.path, input);
  const isGet = definition.method === "get";
  const query = isGet ? queryOf(rest) : "";
  const response = await fetch(path + query, {
    method: definition.method.toUpperCase(),
    headers: { ...authorization(), ...headers, ...(!isGet && { "content-type": "application/json" }) },
    ...(!isGet && { body: JSON.stringify(rest) }),
    ...(signal && { signal }),
    cache: "no-store",
  }).catch((error: unknown) => {
    throw unreachable(error);
  });
  if (!response.ok) throw await errorOf(response);
  return response;
}

function fillPath(template: string, input: unknown): { readonly path: string; readonly rest: Record<string, unknown> } {
  const rest: Record<string, unknown> = { ...Object(input) };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { path, rest };
}

function queryOf(fields: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) query.append(name, String(each));
  }
  return query.size === 0 ? "" : `?${query}`;
}
