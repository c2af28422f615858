import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./compare.ts";
import { forkServer } from "./fork-server.ts";
import { type CommandUsage, measureCommand } from "./measure-command.ts";
import { printTable } from "./print-table.ts";
import type { StartServerReady } from "./start-server.ts";

const ROUNDS = 15;
const root = fileURLToPath(new URL("../../..", import.meta.url));
const PROGRAM = "packages/cli/dist/bin.cjs";
const NODE = "node -e 0";
const RAW = "raw SDK: tags of a key";
interface Contestant {
  readonly name: string;
  readonly arguments: readonly string[];
  /** What it is compared with. */
  readonly base: string;
}

/** The cost of starting: whole processes of the build that users install, in turn, compared with a process that does less. */
export async function runStartBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-start-"));
  const server = await forkServer<StartServerReady>("start-server.js");
  try {
    const { arn, environment } = server.ready;
    const contestants: readonly Contestant[] = [
      { name: NODE, arguments: ["-e", "0"], base: NODE },
      { name: "crosstag --help", arguments: [PROGRAM, "--help"], base: NODE },
      { name: "crosstag list --help", arguments: [PROGRAM, "list", "--help"], base: NODE },
      { name: "crosstag validate k=v", arguments: [PROGRAM, "validate", "k=v"], base: NODE },
      { name: RAW, arguments: [fileURLToPath(new URL("raw-list.js", import.meta.url)), arn], base: RAW },
      { name: "crosstag list ARN", arguments: [PROGRAM, "list", arn], base: RAW },
      ...["core", "aws", "alibaba", "config", "clouds", "local-clouds", "cli"].map((name) =>
        importing(`@crosstag/${name}`),
      ),
      importing("@aws-sdk/client-kms"),
      importing("@alicloud/openapi-client"),
    ];
    const run = (contestant: Contestant) =>
      measureCommand({ arguments: contestant.arguments, environment: { ...environment, HOME: folder }, folder: root });
    const samples = new Map<string, CommandUsage[]>(contestants.map(({ name }) => [name, []]));
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const contestant of contestants) {
        const sample = await run(contestant);
        // The first round fills caches.
        if (round > 0) samples.get(contestant.name)?.push(sample);
      }
    }
    printTable(
      "Starting: whole processes, medians",
      ["", "ms", "CPU ms", "MB", "× ms", "× CPU", "of"],
      contestants.map(({ name, base }) => {
        const own = samples.get(name) ?? [];
        const others = samples.get(base) ?? [];
        const ratio = (of: (sample: CommandUsage) => number) =>
          median(own.map((sample, round) => of(sample) / of(others[round] ?? sample)));
        return [
          name,
          median(own.map(({ milliseconds }) => milliseconds)),
          median(own.map(({ cpu }) => cpu)),
          median(own.map(({ megabytes }) => megabytes)),
          ratio(({ milliseconds }) => milliseconds),
          ratio(({ cpu }) => cpu),
          base,
        ];
      }),
    );
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function importing(name: string): Contestant {
  return {
    name: `import ${name}`,
    arguments: ["--input-type=module", "-e", `await import(${JSON.stringify(name)})`],
    base: NODE,
  };
}
