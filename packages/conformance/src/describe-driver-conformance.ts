import { createCaseContext } from "./case-context.ts";
import { cancellationCases } from "./cases/cancellation-cases.ts";
import { accessPolicyCases } from "./cases/access-policy-cases.ts";
import { batchCases } from "./cases/batch-cases.ts";
import { classifyCases } from "./cases/classify-cases.ts";
import { faultCases } from "./cases/fault-cases.ts";
import { findCases } from "./cases/find-cases.ts";
import { keyMaterialCases } from "./cases/key-material-cases.ts";
import { profileCases } from "./cases/profile-cases.ts";
import { readCases } from "./cases/read-cases.ts";
import { referenceCases } from "./cases/reference-cases.ts";
import { replaceCases } from "./cases/replace-cases.ts";
import { ruleCases } from "./cases/rule-cases.ts";
import { shapeCases } from "./cases/shape-cases.ts";
import { tagCases } from "./cases/tag-cases.ts";
import { unsupportedCases } from "./cases/unsupported-cases.ts";
import { untagCases } from "./cases/untag-cases.ts";
import type { ConformanceGroup } from "./conformance-case.ts";
import type { ConformanceHarness } from "./harness.ts";

/** The two functions of a test runner (vitest, jest, mocha, `node:test`…) that the suite needs. */
export interface ConformanceRunner {
  /** Defines a group of tests. */
  readonly describe: (title: string, define: () => void) => unknown;
  /** Defines a test. It fails if `run` rejects. */
  readonly it: (title: string, run: () => Promise<void>) => unknown;
}

const groups: readonly ConformanceGroup[] = [
  profileCases,
  referenceCases,
  tagCases,
  ruleCases,
  untagCases,
  replaceCases,
  readCases,
  batchCases,
  shapeCases,
  keyMaterialCases,
  findCases,
  accessPolicyCases,
  classifyCases,
  cancellationCases,
  faultCases,
  unsupportedCases,
];

/**
 * Defines the tests that every driver must pass. They depend on the driver's declared capabilities, limits and rules;
 * none can be left out. A capability declared as missing is also tested: it must be refused before any call, and the
 * reason is in the test's title.
 */
export function describeDriverConformance(runner: ConformanceRunner, name: string, harness: ConformanceHarness): void {
  runner.describe(`driver conformance: ${name}`, () => {
    for (const group of groups) {
      const cases = group.cases(harness.profile, harness);
      if (cases.length === 0) continue;
      runner.describe(group.title, () => {
        for (const { title, run } of cases) {
          runner.it(title, async () => {
            const cloud = await harness.create();
            try {
              await run(createCaseContext(cloud));
            } finally {
              await cloud.close();
            }
          });
        }
      });
    }
  });
}
