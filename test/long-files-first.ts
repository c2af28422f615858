import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Folders and files that start processes or wait for time, the longest first. All others are short. */
const LONG: readonly string[] = [
  "test/packaging/",
  "test/browser/",
  "test/documentation/console",
  "test/faults/",
  "test/hostile/",
  "test/cli/plan-and-run",
  "test/cli/",
  "test/workers/",
  "packages/core/test/node/run-journal",
  "packages/dbos/test/",
  "test/secrets/",
  "test/documentation/recipes",
  "test/conformance/alibaba",
  "packages/core/test/run/interrupted-runs",
  "test/end-to-end/",
  "test/properties/",
];

/**
 * Runs long files first, so that no worker is left with one at the end. Vitest knows how long a file takes only if it
 * has run before, and otherwise goes by its size.
 */
export class LongFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- it is not an array that sorts
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => this.#rank(left) - this.#rank(right));
  }

  #rank({ moduleId }: TestSpecification): number {
    const path = relative(this.ctx.config.root, moduleId);
    const rank = LONG.findIndex((start) => path.startsWith(start));
    return rank < 0 ? LONG.length : rank;
  }
}
