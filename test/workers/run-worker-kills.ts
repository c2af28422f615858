import { stdout } from "node:process";
import { startPostgres } from "../../packages/dbos/test/start-postgres.ts";
import { runWorkerRound } from "./worker-round.ts";
import { QUOTA } from "./worker-world.ts";

/** The whole number after a name on the command line. */
function optionOf(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number.parseInt(process.argv[at + 1] ?? "", 10);
}

/**
 * `npm run test:worker-kills`, or with `-- --seeds 50 --from 7`: rounds of four workers, two of which are killed. Without
 * kills, `-- --seeds 1 --kills 0 --chunk 500 --accounts 20 --keys 100`, the time shows what handing out the work costs;
 * with `--warming 10` as well, for workers that have changed 10 keys of each account before.
 */
const seeds = optionOf("--seeds", 50);
const from = optionOf("--from", 1);
const options = {
  accounts: optionOf("--accounts", 12),
  keysEach: optionOf("--keys", 60),
  workers: optionOf("--workers", 4),
  kills: optionOf("--kills", 2),
  chunkSize: optionOf("--chunk", 25),
  warmingEach: optionOf("--warming", 0),
  leaseSeconds: optionOf("--lease", 30),
  killWithinMs: 6_000,
};
/** With all accounts at their quota from the first write to the last, seconds. */
const floor = options.keysEach / QUOTA;
let failed = 0;
let [longestGap, mostInSecond, longest] = [0, 0, 0];
for (let seed = from; seed < from + seeds; seed += 1) {
  const server = await startPostgres();
  const round = await runWorkerRound(server.url, seed, options).finally(() => server.close());
  longestGap = Math.max(longestGap, round.longestGap);
  mostInSecond = Math.max(mostInSecond, round.mostInSecond);
  longest = Math.max(longest, round.seconds);
  const { problems } = round;
  if (problems.length > 0) failed += 1;
  stdout.write(
    `seed ${seed}: ${round.seconds.toFixed(1)} s (${(round.seconds / floor).toFixed(2)} x floor), gap ${round.longestGap.toFixed(1)} s, ${round.mostInSecond} writes in a second, cloud paused ${round.cloudPause.toFixed(2)} s${problems.map((problem) => `\n  ${problem}`).join("")}\n`,
  );
}
stdout.write(
  `${seeds} seeds, ${failed} failed. Longest gap after a kill: ${longestGap.toFixed(1)} s; most writes in a second: ${mostInSecond}; longest run: ${longest.toFixed(1)} s.\n`,
);
process.exit(failed > 0 ? 1 : 0);
