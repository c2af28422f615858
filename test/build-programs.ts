import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bundle } from "../packages/cli/build/bundle.ts";
import { buildPage } from "../packages/console/build/build-page.ts";

const ROOT = join(import.meta.dirname, "..");

/**
 * Builds what tests start as processes, once for all of them: a process that compiles its sources at every start takes
 * three times as long. What has not changed is not built again.
 */
export async function setup(): Promise<void> {
  await buildPage();
  await bundle();
  // The root's: openapi-typescript brings an older one into this folder.
  const compiler = dirname(createRequire(join(ROOT, "package.json")).resolve("typescript/package.json"));
  execFileSync(
    process.execPath,
    [
      join(compiler, "bin/tsc"),
      "-b",
      "packages/conformance",
      "packages/inversify",
      "packages/console/page",
      "packages/dbos",
      "packages/core/test/node/programs",
      "test/browser/console-process",
      "test/command",
      "test/faults",
      "test/walk",
    ],
    {
      cwd: ROOT,
      stdio: "inherit",
    },
  );
}
