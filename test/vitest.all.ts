import { availableParallelism } from "node:os";
import { mergeConfig } from "vitest/config";
import { LongFilesFirst } from "./long-files-first.ts";
import base from "./vitest.base.ts";

export default mergeConfig(base, {
  test: {
    // Tests wait for clouds, processes and quotas much of the time.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongFilesFirst },
    reporters: ["default", ["json", { outputFile: ".reports/tests.json" }]],
  },
});
