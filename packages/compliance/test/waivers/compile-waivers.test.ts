import { expect, test } from "vitest";
import { compilePolicy, compileWaivers, evaluatePolicy, type Waiver } from "../../src/index.ts";
import { resourceWith } from "../resource.ts";

const POLICY = compilePolicy({
  version: 1,
  rules: [
    { id: "owner", required: ["owner"] },
    { id: "team", required: ["team"] },
  ],
});

function result(waiver: Partial<Waiver>, now: string) {
  const complete: Waiver = { rules: ["*"], owner: "o", reason: "r", expires: "2026-11-25", ...waiver };
  return evaluatePolicy(POLICY, resourceWith({ team: "a" }), compileWaivers([complete], new Date(now))).result;
}

test("a waiver is valid through its last day, and not on the day after", () => {
  expect(result({}, "2026-11-25T00:00:00Z")).toBe("suppressed");
  expect(result({}, "2026-11-25T23:59:59.999Z")).toBe("suppressed");
  expect(result({}, "2026-11-26T00:00:00Z")).toBe("violating");
});

test("a waiver covers its rules, its resources and its tag keys, and nothing else", () => {
  const now = "2026-11-01T00:00:00Z";
  expect(result({ rules: ["owner"] }, now)).toBe("suppressed");
  expect(result({ rules: ["team"] }, now)).toBe("violating");
  expect(result({ select: { tags: { team: "a" } } }, now)).toBe("suppressed");
  expect(result({ select: { references: ["arn:aws:kms:*:999900001111:*"] } }, now)).toBe("violating");
  expect(result({ select: [{ clouds: ["alibaba"] }, { regions: ["eu-central-1"] }] }, now)).toBe("suppressed");
  expect(result({ tagKeys: ["own*"] }, now)).toBe("suppressed");
  expect(result({ tagKeys: ["team"] }, now)).toBe("violating");
});
