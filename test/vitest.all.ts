import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Vitest leaves a core free, which is half of a small machine; tests wait for clouds and processes much of the time.
    maxWorkers: availableParallelism(),
    projects: ["packages/*/vitest.config.ts", "test/vitest.config.ts"],
    reporters: ["default", ["json", { outputFile: ".reports/tests.json" }]],
  },
});
