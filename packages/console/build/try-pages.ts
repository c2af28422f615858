import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLocalClouds, startConsole } from "../src/index.ts";
import { buildGivenPages } from "./build-given-pages.ts";

/** Keys of each local cloud. */
const KEYS = 20;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("Usage: npm run console:pages -- FOLDER\nFOLDER has pages about operations: .mdx or .md\n");
  process.exit(2);
}

// Starts a console with these pages over local clouds, prints their addresses, and at its end what the clouds received.
const temporary = await mkdtemp(join(tmpdir(), "crosstag-pages-"));
const page = join(temporary, "page");
const paths = await buildGivenPages(folder, page);
const local = await openLocalClouds({ keys: KEYS });
const { crosstag, clouds, tryIt } = local;
const stateFolder = join(temporary, "state");
const running = await startConsole({ crosstag, stateFolder, clouds: "local", tryIt, page, port: 0 });
for (const path of paths) process.stdout.write(`${running.origin}${path}#token=${running.token}\n`);
await once(process, "SIGINT");
await running.close();
const { aws, alibaba, tencent } = clouds;
for (const { operation, status, resources } of [aws, alibaba, tencent].flatMap(({ requests }) => requests.entries))
  process.stdout.write(`${operation} ${status} ${resources.join(" ")}\n`);
await local.close();
await rm(temporary, { recursive: true, force: true });
