import { stdout } from "node:process";
import { optionOf } from "./option-of.ts";
import { runSecondWriterSeed } from "./second-writer-seed.ts";

/** `npm run test:second-writers`, or with `-- --seeds 50 --from 7`. */
const seeds = optionOf("--seeds", 1_000);
const from = optionOf("--from", 1);

let failed = 0;
for (const versioned of [true, false]) {
  const totals = { conflicts: 0, lost: 0, reported: 0 };
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { problems, ...counts } = await runSecondWriterSeed(seed, versioned);
    totals.conflicts += counts.conflicts;
    totals.lost += counts.lost;
    totals.reported += counts.reported;
    if (problems.length > 0) failed += 1;
    for (const problem of problems) stdout.write(`seed ${seed}: ${problem}\n`);
  }
  stdout.write(
    `${seeds} seeds from ${from}, ${versioned ? "with" : "without"} versions: ${failed} failed. ${totals.conflicts} conflicts, ${totals.lost} tags of the other program lost, ${totals.reported} resources reported.\n`,
  );
}
process.exit(failed > 0 ? 1 : 0);
