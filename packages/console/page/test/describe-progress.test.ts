import { expect, test } from "vitest";
import { describeProgress } from "../compliance/describe-progress.ts";
import type { CheckRecord } from "../compliance/check-types.ts";

const RECORD: CheckRecord = {
  type: "resource",
  reference: "key-1",
  provider: "aws",
  kind: "key",
  result: "compliant",
  findings: [],
  suppressed: [],
  rules: [],
};

test("a check says how many resources were found before the first one is checked", () => {
  expect(describeProgress({ found: undefined, records: [] })).toBe("Asking the clouds for their resources…");
  expect(describeProgress({ found: 1_200, records: [] })).toMatch(
    /^Checking: 1.200 resources found, 0 checked so far…$/,
  );
  expect(describeProgress({ found: 2, records: [RECORD] })).toBe("Checking: 2 resources found, 1 checked so far…");
  // A resource that a policy names is not listed.
  expect(describeProgress({ found: undefined, records: [RECORD] })).toBe(
    "Checking: 1 resource found, 1 checked so far…",
  );
});
