import { stdout } from "node:process";
import { optionOf } from "./option-of.ts";
import { runKillRound } from "./kill-round.ts";

/** `npm run test:kills`, or with `-- --kills 50 --from 7`: rounds of killed commands until that many were killed. */
const wanted = optionOf("--kills", 200);
let seed = optionOf("--from", 1);

const kills = new Map<string, number>();
const totals = { early: 0, notBegun: 0, tooLate: 0, rivals: 0, intruders: 0 };
let [rounds, failed] = [0, 0];
while ([...kills.values()].reduce((sum, count) => sum + count, 0) < wanted) {
  const round = await runKillRound(seed);
  rounds += 1;
  for (const [command, count] of Object.entries(round.kills)) kills.set(command, (kills.get(command) ?? 0) + count);
  for (const name of Object.keys(totals) as (keyof typeof totals)[]) totals[name] += round[name];
  if (round.problems.length > 0) {
    failed += 1;
    stdout.write(`seed ${seed} failed:\n${round.problems.map((problem) => `  ${problem}\n`).join("")}`);
  }
  seed += 1;
}
const counts = [...kills].map(([command, count]) => `${count} of ${command}`).join(", ");
stdout.write(
  `${rounds} rounds, ${failed} failed. Kills: ${counts}; ${totals.early} within 5 ms of a start; ${totals.notBegun} before anything had started; ${totals.tooLate} commands ended before their last kill; ${totals.rivals} runs taken over by two at once; ${totals.intruders} intruders.\n`,
);
process.exit(failed > 0 ? 1 : 0);
