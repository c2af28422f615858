import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importsOf, reachableImports, repository, sourceFiles } from "./source-files.ts";

const PACKAGES = [
  "core",
  "config",
  "conformance",
  "driver-kit",
  "aws",
  "alibaba",
  "tencent",
  "clouds",
  "inversify",
  "dbos",
  "operations",
  "service",
  "console",
  "local-clouds",
  "compliance",
  "migration",
  "cli",
] as const;

/** The packages of this repository that each package may import; see docs/architecture.md. */
const MAY_IMPORT: Readonly<Record<(typeof PACKAGES)[number], readonly string[]>> = {
  core: [],
  // The entries ./policy, ./mapping and ./access import the others; clouds imports none of these entries.
  config: ["core", "compliance", "migration", "operations"],
  conformance: ["core"],
  "driver-kit": ["core"],
  aws: ["core", "driver-kit"],
  alibaba: ["core", "driver-kit"],
  tencent: ["core", "driver-kit"],
  clouds: ["core", "config", "aws", "alibaba", "tencent"],
  inversify: ["core", "clouds"],
  dbos: ["compliance", "config", "core", "driver-kit"],
  // Schemas only: pages in a browser import it.
  operations: [],
  service: ["core", "clouds", "compliance", "config", "operations"],
  console: ["core", "clouds", "local-clouds", "operations", "service"],
  "local-clouds": [],
  // They read core's model and make plans, and never call a driver.
  compliance: ["core"],
  migration: ["core"],
  cli: [
    "core",
    "aws",
    "alibaba",
    "tencent",
    "config",
    "clouds",
    "local-clouds",
    "compliance",
    "migration",
    "dbos",
    "operations",
    "service",
    "console",
  ],
};

describe("imports", () => {
  it.each(PACKAGES)("%s imports only the packages below it, and only what it declares", (name) => {
    const manifest = JSON.parse(readFileSync(join(repository, "packages", name, "package.json"), "utf8")) as Record<
      string,
      Record<string, string> | undefined
    >;
    const declared = new Set([
      ...Object.keys(manifest["dependencies"] ?? {}),
      ...Object.keys(manifest["peerDependencies"] ?? {}),
      // The published command contains what it imports.
      ...Object.keys((name === "cli" && manifest["devDependencies"]) || {}),
    ]);
    const files = sourceFiles(name);
    const ours: string[] = [];
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      for (const imported of importsOf(name, file)) {
        if (imported.startsWith(".") || imported.startsWith("node:")) continue;
        const packageName = imported
          .split("/")
          .slice(0, imported.startsWith("@") ? 2 : 1)
          .join("/");
        expect.soft([...declared], `${name}/src/${file} imports ${imported}`).toContain(packageName);
        if (packageName.startsWith("@crosstag/")) ours.push(packageName.slice("@crosstag/".length));
      }
    }
    expect(ours.filter((imported) => !MAY_IMPORT[name].includes(imported))).toEqual([]);
  });

  it.each(["index.ts", "driver.ts", "internal.ts"])(
    "core's %s runs in any standard runtime: it imports only its own files",
    (entry) => {
      expect([...reachableImports("core", entry)]).toEqual([]);
    },
  );

  it("loads an adapter only when it is used: clouds and the command line name adapters only in import()", () => {
    for (const name of ["clouds", "inversify", "cli"] as const) {
      for (const file of sourceFiles(name)) {
        const text = readFileSync(join(repository, "packages", name, "src", file), "utf8");
        const fixed = [
          ...text.matchAll(
            /^(?:import|export)\s(?!type\b)[^;]*?from\s+"(@crosstag\/(?:aws|alibaba|tencent)|@aws-sdk\/[^"]+|@alicloud\/[^"]+|tencentcloud-[^"]+)"/gm,
          ),
        ];
        expect
          .soft(
            fixed.map((match) => match[1]),
            `${name}/src/${file}`,
          )
          .toEqual([]);
      }
    }
  });

  it("finds imports in every syntax", () => {
    // The checks above depend on it.
    expect(importsOf("core", "index.ts").length).toBeGreaterThan(5);
    expect(reachableImports("core", "node.ts")).toContain("node:crypto");
    expect([...reachableImports("clouds", "index.ts")]).toEqual(
      expect.arrayContaining(["@crosstag/aws", "@crosstag/config/find"]),
    );
  });
});
