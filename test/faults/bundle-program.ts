import { rename, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { builtPath } from "./built-path.ts";

const BUILT = builtPath("test/faults/dist/faults/run-part.js");
const BUNDLE = builtPath("test/faults/dist/faults/run-part.bundle.js");
/** What packages that are CommonJS call in an ES module. */
const REQUIRE =
  'import{createRequire as crosstagRequire}from"node:module";const require=crosstagRequire(import.meta.url);';

let bundled: Promise<string> | undefined;

/**
 * The program of the run processes with all that it imports in one file. A process is started for every kill, and most of
 * its time would go into reading the files of three SDKs.
 */
export function runProgram(): Promise<string> {
  return (bundled ??= bundle());
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [BUILT],
    outfile: BUNDLE,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    minifyWhitespace: true,
    banner: { js: REQUIRE },
    logLevel: "warning",
    write: false,
  });
  // Another process may start it at this moment.
  const draft = `${BUNDLE}.${process.pid}.part`;
  for (const { contents } of outputFiles) await writeFile(draft, contents);
  await rename(draft, BUNDLE);
  return BUNDLE;
}
