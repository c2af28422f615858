import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

let text: Promise<string> | undefined;

/** Returns `openapi.json` of the operations, as it is published. Read once. */
export async function openapiDocument(): Promise<string> {
  text ??= readFile(createRequire(import.meta.url).resolve("@crosstag/operations/openapi.json"), "utf8");
  return text;
}
