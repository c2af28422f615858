import { readFileSync } from "node:fs";
import { format } from "oxfmt";
import { REPOSITORY } from "./pages.ts";

/** The text as `npm run format` would leave it. */
export async function formatted(path: string, text: string): Promise<string> {
  const { printWidth } = JSON.parse(readFileSync(`${REPOSITORY}.oxfmtrc.json`, "utf8")) as {
    readonly printWidth: number;
  };
  return (await format(path, text, { printWidth })).code;
}
