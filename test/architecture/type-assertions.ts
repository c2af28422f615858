import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { repository, sourceFiles } from "./source-files.ts";

/** The type assertions (`value as Type`) in the sources of packages, by file. `as const` is none: it asserts nothing. */
export function typeAssertions(packages: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of packages)
    for (const file of sourceFiles(name)) {
      const path = join(repository, "packages", name, "src", file);
      const count = assertionsIn(readFileSync(path, "utf8"), path);
      if (count > 0) counts.set(`${name}/src/${file}`, count);
    }
  return counts;
}

function assertionsIn(text: string, path: string): number {
  let count = 0;
  new Visitor({
    TSAsExpression({ typeAnnotation: type }) {
      const isConst =
        type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "const";
      if (!isConst) count += 1;
    },
  }).visit(parseSync(path, text).program);
  return count;
}
