import { createRequire } from "node:module";
import { dirname } from "node:path";

/** Returns the folder of this package, also from the built command, whose files lie elsewhere than its sources. */
export function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("@crosstag/cli/package.json"));
}
