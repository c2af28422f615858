import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** TypeScript sources of a package, relative to its `src`. */
export function sourceFiles(packageName: string): readonly string[] {
  const source = join(repository, "packages", packageName, "src");
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .toSorted();
}

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s(?:[^"';]*?\sfrom\s)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** What a file imports, static and dynamic, as written. */
export function importsOf(packageName: string, file: string): readonly string[] {
  const text = readFileSync(join(repository, "packages", packageName, "src", file), "utf8").replaceAll(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
    "",
  );
  return [...text.matchAll(IMPORT)].map((match) => (match[1] ?? match[2]) as string);
}

/** All imports from outside the package that an entry reaches through the package's own files. */
export function reachableImports(packageName: string, entry: string): ReadonlySet<string> {
  const source = join(repository, "packages", packageName, "src");
  const outside = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const name of importsOf(packageName, file)) {
      if (name.startsWith(".")) visit(relative(source, resolve(source, dirname(file), name)));
      else outside.add(name);
    }
  };
  visit(entry);
  return outside;
}
