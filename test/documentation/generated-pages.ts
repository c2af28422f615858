import { readFileSync } from "node:fs";
import { format } from "oxfmt";
import { REPOSITORY } from "./pages.ts";
import { providerPages } from "./provider-pages.ts";
import { pageWithWalk } from "./walk-of-a-call.ts";

/** Paths and texts of the pages that are generated, or have a generated part, formatted as `npm run format` would. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const { printWidth } = JSON.parse(readFileSync(`${REPOSITORY}.oxfmtrc.json`, "utf8")) as {
    readonly printWidth: number;
  };
  return new Map(
    await Promise.all(
      [...providerPages(), pageWithWalk()].map(
        async ([path, text]) => [path, (await format(path, text, { printWidth })).code] as const,
      ),
    ),
  );
}
