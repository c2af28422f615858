import { stdout } from "node:process";
import { runCallsBench } from "./calls.bench.ts";
import { runComplianceBench } from "./compliance.bench.ts";
import { runConsoleBench } from "./console.bench.ts";
import { runAwsFleetBench, runFleetsBench } from "./fleets.bench.ts";
import { runLocalCloudsBench } from "./local-clouds.bench.ts";
import { runMemoryBench } from "./memory.bench.ts";
import { runPaceBench } from "./pace.bench.ts";
import { simulatePacing } from "./pacing-simulated.ts";
import { runPlansBench } from "./plans.bench.ts";
import { printTable } from "./print-table.ts";
import { runRunsBench } from "./runs.bench.ts";
import { runSimulatedRunsBench } from "./runs-simulated.bench.ts";
import { runServiceBench } from "./service.bench.ts";
import { runStartBench } from "./start.bench.ts";
import { runWorkersBench } from "./workers.bench.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** `npm run bench` runs all of it; `npm run bench -- calls start` only these. Ratios are of one run; absolute figures depend on the machine. */
const SECTIONS: Readonly<Record<string, () => Promise<void>>> = {
  calls: runCallsBench,
  pace: runPaceBench,
  pacing: async () =>
    printTable(
      "The pace of a quota of 100 calls a second, in simulated time, 16 in flight",
      ["", "used, of the rest", "throttled", ""],
      (await simulatePacing()).map(({ scenario, usedShare, throttledShare, note }) => [
        scenario,
        usedShare,
        throttledShare,
        note,
      ]),
    ),
  plans: runPlansBench,
  compliance: runComplianceBench,
  "runs-simulated": runSimulatedRunsBench,
  runs: runRunsBench,
  memory: runMemoryBench,
  fleets: runFleetsBench,
  "fleet-aws": runAwsFleetBench,
  service: runServiceBench,
  start: runStartBench,
  console: runConsoleBench,
  workers: runWorkersBench,
  "local-clouds": async () => {
    const { name, rows } = await runLocalCloudsBench();
    printTable(
      name,
      ["", "", "", "× constant answer"],
      rows.map(({ what, value, unit, ratio }) => [what, value, unit, ratio ?? ""]),
    );
  },
};

/** Parts of other sections. */
const PARTS: ReadonlySet<string> = new Set(["fleet-aws"]);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => SECTIONS[name] === undefined);
if (unknown.length > 0) {
  stdout.write(`No section ${unknown.join(", ")}. Sections: ${Object.keys(SECTIONS).join(", ")}.\n`);
  process.exit(64);
}
for (const [name, run] of Object.entries(SECTIONS)) {
  if (asked.length === 0 ? !PARTS.has(name) : asked.includes(name)) await run();
}
process.exit(0);
