import { stdout } from "node:process";
import { optionOf } from "./option-of.ts";
import { runSeed, type SeedResult } from "./run-seed.ts";

/** `npm run test:faults`, or with `-- --seeds 50 --from 7 --at-once 2`. */
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const seeds = optionOf("--seeds", 1_000);
const from = optionOf("--from", 1);
const atOnce = optionOf("--at-once", 3);

const totals = { runs: 0, resources: 0, kills: 0, renewals: 0, overwritten: 0, requests: 0, failed: 0 };
const statuses = new Map<string, number>();
const lied = new Set<string>();
let next = from;
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (next < from + seeds) tell(await tryOut(next++));
  }),
);
stdout.write(
  `${totals.runs} seeds from ${from}: ${totals.failed} failed. ${totals.resources} planned resources, ${totals.kills} kills, ${totals.renewals} sessions renewed, ${totals.overwritten} resources changed by others, ${lied.size} kinds of lies, ${totals.requests} requests; ${[...statuses].map(([status, count]) => `${count} ${status}`).join(", ")}.\n`,
);
process.exit(totals.failed > 0 ? 1 : 0);

async function tryOut(seed: number): Promise<SeedResult> {
  try {
    return await runSeed(seed);
  } catch (error) {
    const problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return {
      seed,
      resources: 0,
      kills: 0,
      renewals: 0,
      overwritten: 0,
      lies: [],
      requests: 0,
      outcomes: {},
      problems,
      facts: [],
    };
  }
}

function tell({
  seed,
  resources,
  kills,
  renewals,
  overwritten,
  lies,
  requests,
  outcomes,
  problems,
  facts,
}: SeedResult): void {
  for (const [status, count] of Object.entries(outcomes)) statuses.set(status, (statuses.get(status) ?? 0) + count);
  for (const lie of lies) lied.add(lie);
  totals.runs += 1;
  totals.resources += resources;
  totals.kills += kills;
  totals.renewals += renewals;
  totals.overwritten += overwritten;
  totals.requests += requests;
  if (problems.length > 0) {
    totals.failed += 1;
    const lines = [...problems, ...facts].map((line) => `  ${line}\n`);
    stdout.write(`seed ${seed} failed (${kills} kills):\n${lines.join("")}`);
  } else if (totals.runs % 50 === 0) stdout.write(`${totals.runs} seeds done, the last one ${seed}\n`);
}
