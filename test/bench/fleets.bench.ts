import { runFleetCommand, type FleetCommand, type FleetUsage } from "./fleet-command.ts";
import type { FleetServerReady } from "./fleet-server.ts";
import { forkServer } from "./fork-server.ts";
import { printTable } from "./print-table.ts";

const COMMANDS = [["list", "--output", "jsonl"], ["check", "--output", "jsonl"], ["plan"]] as const;
const CLOUDS = [["aws"], ["alibaba"], ["aws", "alibaba"]] as const;
const AWS_ALONE = [["aws"]] as const;
/** Each account has eight regions: both have 160,000 keys in all. */
const ALL = { accounts: 200, keysPerRegion: 100 };
const ONE = { accounts: 1, keysPerRegion: 20_000 };
const TEN = { accounts: 10, keysPerRegion: 100 };

/** Memory, CPU time and connections of commands over an organization, against fewer accounts. Takes many minutes. */
export const runFleetsBench = (): Promise<void> => measureFleets(CLOUDS);

/** The same of one cloud: a third of the time. */
export const runAwsFleetBench = (): Promise<void> => measureFleets(AWS_ALONE);

async function measureFleets(selections: readonly FleetCommand["clouds"][]): Promise<void> {
  const server = await forkServer<FleetServerReady>("fleet-server.js");
  const run = (command: FleetCommand) => runFleetCommand(server, command);
  const rows: (readonly (string | number)[])[] = [];
  try {
    for (const clouds of selections) {
      const opening = await run({ clouds, ...ALL, keysPerRegion: 0, arguments: COMMANDS[0] });
      const alone = await run({ clouds, ...ONE, keysPerRegion: 0, arguments: COMMANDS[0] });
      rows.push(rowOf(`${clouds.join(" and ")}, list, no keys`, opening, alone, alone));
      for (const command of COMMANDS) {
        const [one, ten, all] = [
          await run({ clouds, ...ONE, arguments: command }),
          await run({ clouds, ...TEN, arguments: command }),
          await run({ clouds, ...ALL, arguments: command }),
        ];
        rows.push(rowOf(`${clouds.join(" and ")}, ${command[0]}`, all, one, ten));
      }
    }
  } finally {
    server.close();
  }
  printTable(
    "200 accounts of each cloud with 8 regions of 100 keys (MB: the most resident memory of the process)",
    ["", "s", "CPU s", "CPU ÷ 1 account", "MB", "MB ÷ 10 accounts", "sockets per host", "sockets"],
    rows,
  );
}

function rowOf(name: string, all: FleetUsage, one: FleetUsage, ten: FleetUsage): readonly (string | number)[] {
  const { milliseconds, cpu, megabytes, sockets, allSockets } = all;
  return [
    name,
    milliseconds / 1_000,
    cpu / 1_000,
    cpu / one.cpu,
    megabytes,
    megabytes / ten.megabytes,
    sockets,
    allSockets,
  ];
}
