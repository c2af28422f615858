import { readdirSync, readFileSync, statSync } from "node:fs";
import { REPOSITORY } from "./pages.ts";
import { proseOf } from "./prose.ts";
import { avoidedWords } from "./word-list.ts";

/** Folders and files whose texts are checked, from the root of the repository. Add a folder once its texts are clean. */
export const CHECKED: readonly string[] = [
  ".github",
  "CHANGELOG.md",
  "README.md",
  "docs",
  "packages/alibaba",
  "packages/aws",
  "packages/cli",
  "packages/clouds",
  "packages/compliance",
  "packages/config",
  "packages/conformance",
  "packages/console/README.md",
  "packages/console/build",
  "packages/console/page",
  "packages/console/src",
  "packages/console/test",
  "packages/core",
  "packages/dbos",
  "packages/driver-kit",
  "packages/inversify",
  "packages/local-clouds",
  "packages/migration",
  "packages/operations",
  "packages/service",
  "packages/tencent",
  "test/architecture",
  "test/bench",
  "test/browser",
  "test/cli",
  "test/conformance",
  "test/documentation",
  "test/end-to-end",
  "test/faults",
  "test/hostile",
  "test/network",
  "test/packaging",
  "test/properties",
  "test/raw-sdk",
  "test/secrets",
];

/** Its texts are the words themselves. */
const EXEMPT = new Set(["test/documentation/word-list.ts", "test/documentation/word-list.test.ts"]);

/** Files with texts under a checked path. Built files and packages of others are not in it. */
export function filesUnder(path: string): readonly string[] {
  if (statSync(`${REPOSITORY}${path}`).isFile()) return [path];
  return readdirSync(`${REPOSITORY}${path}`, { withFileTypes: true }).flatMap((entry) => {
    const inside = `${path}/${entry.name}`;
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : filesUnder(inside);
    return /(?<!\.d)\.(?:ts|mdx?|yml)$/.test(entry.name) && !EXEMPT.has(inside) ? [inside] : [];
  });
}

export function avoidedWordsInFile(path: string): readonly string[] {
  return avoidedWordsIn(path, readFileSync(`${REPOSITORY}${path}`, "utf8"));
}

/** One line per finding: file, line, the word, and what to write instead. */
export function avoidedWordsIn(path: string, source: string): readonly string[] {
  return proseOf(path, source).flatMap(({ line, text }) => {
    const findings = avoidedWords.flatMap(({ pattern, instead }) =>
      [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ found, index, instead })),
    );
    return findings
      .toSorted((one, other) => one.index - other.index)
      .map(({ found, index, instead }) => {
        const foundAt = line + text.slice(0, index).split("\n").length - 1;
        return `${path}:${foundAt}: "${found.replaceAll(/\s+/g, " ")}": ${instead}`;
      });
  });
}
