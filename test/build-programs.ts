import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { bundle } from "../packages/cli/build/bundle.ts";
import { buildPage } from "../packages/console/build/build-page.ts";

const ROOT = join(import.meta.dirname, "..");
const PROJECTS: readonly string[] = [
  "packages/conformance",
  "packages/inversify",
  "packages/console/page",
  "packages/dbos",
  "packages/core/test/node/programs",
  "test/browser/console-process",
  "test/command",
  "test/faults",
  "test/walk",
];

/**
 * Builds what tests start as processes, once for all of them: a process that compiles its sources at every start takes
 * three times as long. What has not changed is not built again.
 */
export async function setup(): Promise<void> {
  await Promise.all([buildPage().then(bundle), compile()]);
}

/**
 * With one checker, because each of several checks what it needs of the files of others again. Go, in which the compiler is
 * written, collects garbage less often with more memory.
 */
async function compile(): Promise<void> {
  // The root's: openapi-typescript brings an older one into this folder.
  const compiler = dirname(createRequire(join(ROOT, "package.json")).resolve("typescript/package.json"));
  const commandLine = [join(compiler, "bin/tsc"), "-b", ...PROJECTS, "--checkers", "1"];
  const env = { ...process.env, GOGC: "400" };
  try {
    await promisify(execFile)(process.execPath, commandLine, { cwd: ROOT, env, maxBuffer: Number.POSITIVE_INFINITY });
  } catch (error) {
    // The errors of the compiler are on its standard output.
    const said = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    throw new Error(`The programs of the tests were not compiled.\n${said}`, { cause: error });
  }
}
