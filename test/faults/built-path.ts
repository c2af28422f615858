import { join } from "node:path";

/** This file is a source in `test/faults`, or built in `test/faults/dist/faults`. */
const ROOT = join(import.meta.dirname, import.meta.url.endsWith(".js") ? "../../../.." : "../..");

/** A built program, by its path in the repository. Tests build them before they run: see `test/build-programs.ts`. */
export function builtPath(path: string): string {
  return join(ROOT, path);
}
