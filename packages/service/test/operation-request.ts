import type { OperationDefinition } from "@crosstag/operations";

/** The request of an operation: fields of the path in the path, and the others in the body. */
export function requestOf(
  { method, path }: OperationDefinition,
  input: object,
  headers: Readonly<Record<string, string>> = {},
): { readonly path: string; readonly init: RequestInit } {
  const rest: Record<string, unknown> = { ...input };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (method === "get") return { path: filled, init: { headers } };
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(rest),
  };
  return { path: filled, init };
}

/** Events of a stream; comments are left out. */
export function parseEvents(text: string): readonly { readonly id: string; readonly data: string }[] {
  return text.split("\n\n").flatMap((block) => {
    const fields = new Map(block.split("\n").map((line) => [line.split(": ", 1)[0], line.replace(/^\w+: /, "")]));
    const data = fields.get("data");
    return data === undefined ? [] : [{ id: fields.get("id") ?? "", data }];
  });
}
