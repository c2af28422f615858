import { stdout } from "node:process";
import { optionOf } from "./option-of.ts";
import { runKillRound } from "./kill-round.ts";

/** `npm run test:kills`, or with `-- --kills 50 --from 7`: rounds of killed commands until so many were killed. */
const wanted = optionOf("--kills", 200);
let seed = optionOf("--from", 1);

const kills = new Map<string, number>();
let [rounds, failed, early, tooLate, notBegun] = [0, 0, 0, 0, 0];
while ([...kills.values()].reduce((sum, count) => sum + count, 0) < wanted) {
  const round = await runKillRound(seed);
  rounds += 1;
  for (const [command, count] of Object.entries(round.kills)) kills.set(command, (kills.get(command) ?? 0) + count);
  early += round.early;
  tooLate += round.tooLate;
  notBegun += round.notBegun;
  if (round.problems.length > 0) {
    failed += 1;
    stdout.write(`seed ${seed} failed:\n${round.problems.map((problem) => `  ${problem}\n`).join("")}`);
  }
  seed += 1;
}
const counts = [...kills].map(([command, count]) => `${count} of ${command}`).join(", ");
stdout.write(
  `${rounds} rounds, ${failed} failed. Kills: ${counts}; ${early} within 5 ms of a start; ${notBegun} before anything had begun; ${tooLate} rounds ended before their last kill.\n`,
);
process.exit(failed > 0 ? 1 : 0);
