/** Not written below: the test of this package's own imports would take the line for one of them. */
const RUNNER = '"vitest"';

/** The tests: the conformance suite over a fake that is still to be written. */
export const TEST_FILES: Readonly<Record<string, string>> = {
  "test/conformance.test.ts": `import { describeDriverConformance } from "@crosstag/conformance";
import { describe, expect, it } from ${RUNNER};
import { profile } from "../src/profile.ts";
import { harness } from "./harness.ts";

describeDriverConformance({ describe, it }, profile.title, harness);

it("names the source of every fact", () => {
  const facts = [...profile.rules.rules, ...profile.quotas, ...profile.permissions];
  const invented = facts.filter(({ source }) => source.startsWith("https://example.com/"));
  expect(invented.length, "Next: src/profile.ts, the documentation of each rule, quota and permission.").toBe(0);
});
`,
  "test/harness.ts": `import type { ConformanceHarness } from "@crosstag/conformance";
import { profile } from "../src/profile.ts";

/**
 * Creates a cloud for each test. Return { driver, scene, truth, log, close }: the driver with a connection to a fake of the
 * cloud, and what creates keys in the fake, shows their true tags and counts the requests, all without the driver.
 */
export const harness: ConformanceHarness = {
  profile,
  create: async () => {
    throw new Error(
      "Next: test/harness.ts, a fake of the cloud: an HTTP server on 127.0.0.1, written from the cloud's documentation.",
    );
  },
};
`,
};
