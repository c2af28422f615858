import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FleetServerCounts, FleetServerQuestion, FleetServerReady } from "./fleet-server.ts";
import type { ForkedServer } from "./fork-server.ts";
import { type CommandUsage, measureCommand } from "./measure-command.ts";

const PROGRAM = fileURLToPath(new URL("../../../packages/cli/dist/bin.cjs", import.meta.url));

/** A command over a simulated organization. */
export interface FleetCommand extends FleetServerQuestion {
  readonly clouds: readonly ("aws" | "alibaba")[];
  /** Of each cloud, each with eight regions. */
  readonly accounts: number;
  /** Of `crosstag`. */
  readonly arguments: readonly string[];
  /** Of Node. Default: none. */
  readonly flags?: readonly string[];
  /** Where the command works. Default: a new folder, which is removed. */
  readonly folder?: string;
}

/** What a command over an organization has used. */
export interface FleetUsage extends CommandUsage, FleetServerCounts {}

/** High enough that pace costs no time, which would only make the measurement longer. */
const QUOTAS = {
  aws: { ListKeys: 100_000, ListResourceTags: 100_000, DescribeKey: 100_000, TagResource: 100_000 },
  alibaba: { query: 100_000, modify: 100_000, secrets: 100_000 },
} as const;

const POLICY = `version: 1
name: Company tags
teamKey: team
rules:
  - id: team
    text: Each key has a team.
    tags:
      team: { required: true }
  - id: stage
    severity: warning
    tags:
      stage: { required: true, oneOf: [production, test] }
`;
const DESIRED = `version: 1
statements:
  - select: { kinds: [key] }
    set: { stage: production }
`;

/** Runs the built command over a simulated organization, and measures it. @throws Error with what it wrote, if it fails */
export async function runFleetCommand(
  server: ForkedServer<FleetServerReady>,
  command: FleetCommand,
): Promise<FleetUsage> {
  const folder = command.folder ?? (await mkdtemp(join(tmpdir(), "crosstag-fleets-")));
  try {
    const clouds = Object.fromEntries(
      command.clouds.map((cloud) => [cloud, entry(server.ready, cloud, command.accounts)]),
    );
    await writeFile(join(folder, "crosstag.yaml"), JSON.stringify({ clouds }));
    await writeFile(join(folder, "crosstag-policy.yaml"), POLICY);
    await writeFile(join(folder, "crosstag-tags.yaml"), DESIRED);
    const question: FleetServerQuestion = { keysPerRegion: command.keysPerRegion };
    await server.ask(question);
    const usage = await measureCommand({
      arguments: [...(command.flags ?? []), PROGRAM, ...command.arguments],
      environment: {
        HOME: folder,
        AWS_ACCESS_KEY_ID: "AKIABENCH",
        AWS_SECRET_ACCESS_KEY: "secret",
        ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIBENCH",
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
      },
      folder,
    });
    return { ...usage, ...(await server.ask<FleetServerCounts>(question)) };
  } finally {
    if (command.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}

function entry(ready: FleetServerReady, cloud: "aws" | "alibaba", accounts: number) {
  const endpoints = ready[cloud];
  const [first] = cloud === "aws" ? [100_000_000_001] : [1_000_000_000_000_001];
  return {
    provider: cloud,
    accounts: Array.from({ length: accounts }, (_, index) => String((first ?? 0) + index)),
    regions: Object.keys(endpoints),
    endpoints,
    assumeRole: { name: "audit", region: Object.keys(endpoints)[0] },
    quotas: QUOTAS[cloud],
  };
}
