import { availableParallelism } from "node:os";
import { mergeConfig } from "vitest/config";
import { LongFilesFirst } from "./long-files-first.ts";
import base from "./vitest.base.ts";

export default mergeConfig(base, {
  test: {
    // Vitest leaves a core free, which is half of a small machine; tests wait for clouds and processes much of the time.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongFilesFirst },
    reporters: ["default", ["json", { outputFile: ".reports/tests.json" }]],
  },
});
