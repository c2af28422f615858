import { readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag } from "@crosstag/core";
import { startLocalClouds } from "@crosstag/local-clouds";

/*
 * Prints the source files that one `tagResource` call enters, in the order of first entry, as JSON. Coverage tells which
 * functions a call enters, but not when; breakpoints whose condition takes a note, and is never true, tell when.
 */

/** A function that a call enters. */
interface EnteredFunction {
  readonly url: string;
  /** Where it begins, in characters from the beginning of the file. */
  readonly offset: number;
}

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
/** What is built of the packages, except the local clouds: they stand for the cloud. */
const BUILT = /\/packages\/(?!local-clouds\/)[^/]+\/dist\/.*\.js$/;

const clouds = await startLocalClouds({ alibaba: false });
const { endpoint, region, keys } = clouds.aws;
Object.assign(process.env, clouds.environment());
const crosstag = createCrosstag([await createAwsKmsDriver({ endpoint, region })]);
const session = new Session();
session.connect();
// The first call also loads files, connects and asks whose credentials these are.
await tagOneKey();
const order = await filesInOrder(await functionsEntered());
process.stdout.write(JSON.stringify(order.map(sourceOf)));
session.disconnect();
await crosstag.close();
await clouds.close();

async function tagOneKey(): Promise<void> {
  await crosstag.tagResource({ resources: [keys.createKey().arn], tags: { team: "payments" } });
}

async function functionsEntered(): Promise<readonly EnteredFunction[]> {
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await tagOneKey();
  const { result } = await session.post("Profiler.takePreciseCoverage");
  await session.post("Profiler.disable");
  return result
    .filter(({ url }) => BUILT.test(url))
    .flatMap(({ url, functions }) =>
      functions
        .flatMap(({ ranges: [range] }) => (range !== undefined && range.count > 0 ? [range.startOffset] : []))
        // The file as a whole is a function that begins at 0.
        .filter((offset) => offset > 0)
        .map((offset) => ({ url, offset })),
    );
}

async function filesInOrder(functions: readonly EnteredFunction[]): Promise<readonly string[]> {
  const scripts = new Map<string, string>();
  session.on("Debugger.scriptParsed", ({ params: { scriptId, url } }) => scripts.set(url, scriptId));
  await session.post("Debugger.enable");
  const urls = [...new Set(functions.map(({ url }) => url))];
  const files = new Set<string>();
  Object.assign(globalThis, { noteFile: (index: number) => void files.add(urls[index] ?? "") });
  for (const { url, offset } of functions) {
    const scriptId = scripts.get(url) ?? "";
    const before = readFileSync(fileURLToPath(url), "utf8").slice(0, offset).split("\n");
    const start = { scriptId, lineNumber: before.length - 1, columnNumber: before.at(-1)?.length ?? 0 };
    const { locations } = await session.post("Debugger.getPossibleBreakpoints", { start, restrictToFunction: true });
    const [location] = locations;
    const condition = `noteFile(${urls.indexOf(url)})`;
    if (location !== undefined) await session.post("Debugger.setBreakpoint", { location, condition });
  }
  await tagOneKey();
  return [...files, ...urls.filter((url) => !files.has(url))];
}

/** `packages/core/src/index.ts` for the URL of `packages/core/dist/index.js`. */
function sourceOf(url: string): string {
  const path = relative(REPOSITORY, fileURLToPath(url)).split(sep).join("/");
  return path.replace("/dist/", "/src/").replace(/\.js$/, ".ts");
}
