import type { OperationDefinition } from "../src/index.ts";
import type { OperationSample } from "./operation-samples.ts";

const ADDRESS = "http://127.0.0.1:8483";

/** The fields of the path and the rest of an input. */
export function splitInput(
  { path }: OperationDefinition,
  input: OperationSample["input"],
): { readonly inPath: Readonly<Record<string, unknown>>; readonly beside: Readonly<Record<string, unknown>> } {
  const names = new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name));
  const entries = Object.entries(input);
  return {
    inPath: Object.fromEntries(entries.filter(([name]) => names.has(name))),
    beside: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
  };
}

/** The request as a line of curl. */
export function curlRequest(definition: OperationDefinition, { input }: OperationSample): string {
  const { inPath, beside } = splitInput(definition, input);
  const path = definition.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(inPath[name]));
  const hasBody = definition.method === "post" && Object.keys(beside).length > 0;
  return [
    `curl ${definition.answers === "json" ? "" : "--no-buffer "}--fail-with-body ${ADDRESS}${path}`,
    ...(definition.method === "post" ? ["--request POST"] : []),
    '--header "Authorization: Bearer $CROSSTAG_TOKEN"',
    ...(hasBody ? ['--header "Content-Type: application/json"', `--data '${JSON.stringify(beside)}'`] : []),
  ].join(" \\\n  ");
}

/** The request with a client of openapi-fetch. */
export function typescriptRequest(definition: OperationDefinition, { input }: OperationSample): string {
  const { inPath, beside } = splitInput(definition, input);
  const hasPath = Object.keys(inPath).length > 0;
  const hasBody = definition.method === "post" && Object.keys(beside).length > 0;
  const options = [
    ...(hasPath ? [`params: { path: ${JSON.stringify(inPath)} }`] : []),
    ...(hasBody ? [`body: ${JSON.stringify(beside)}`] : []),
    ...(definition.answers === "json" ? [] : ['parseAs: "stream"']),
  ];
  const second = options.length > 0 ? `, { ${options.join(", ")} }` : "";
  return `const { data, error } = await client.${definition.method.toUpperCase()}("${definition.path}"${second});`;
}
