import { expect, test } from "vitest";
import type { CheckRecord, Finding } from "../compliance/check-types.ts";
import { ruleTree } from "../compliance/rule-tree.ts";

function finding(rule: string, more: Partial<Finding> = {}): Finding {
  return { rule, severity: "error", message: `${rule} is missing.`, fix: "Set it.", fingerprint: "f", ...more };
}

function record(reference: string, more: Partial<CheckRecord> = {}): CheckRecord {
  return {
    type: "resource",
    reference,
    provider: "aws",
    kind: "key",
    result: "violating",
    findings: [],
    suppressed: [],
    rules: ["team", "stage"],
    ...more,
  };
}

const WAIVER = { id: "w", owner: "Mara", reason: "Goes in March", expires: "2027-03-31" };
const RULES = (["team", "stage", "idle"] as const).map((id) => ({
  id,
  severity: "error" as const,
  checks: `The tag ${id} is there`,
  applied: 3,
  violating: 0,
  suppressed: 0,
}));

test("findings are counted by rule and grouped by message, the largest group first, and a resource once", () => {
  const [errors] = ruleTree([
    record("one", { findings: [finding("team"), finding("team", { message: "team has a wrong value." })] }),
    record("two", { findings: [finding("team")], suppressed: [{ ...finding("stage"), waiver: WAIVER }] }),
    record("three"),
  ]);
  expect(errors?.rules.map(({ id, applied, violating, waived }) => [id, applied, violating, waived])).toEqual([
    ["team", 3, 2, 0],
    ["stage", 2, 0, 1],
  ]);
  expect(errors?.rules[0]?.groups.map(({ message, records }) => [message, records.length])).toEqual([
    ["team is missing.", 2],
    ["team has a wrong value.", 1],
  ]);
});

test("a resource that violates several rules is one resource of their severity", () => {
  const tree = ruleTree([
    record("one", { findings: [finding("team"), finding("stage"), finding("idle", { severity: "info" })] }),
    record("two", { findings: [finding("stage")] }),
  ]);
  expect(tree.map(({ severity, violating }) => [severity, violating])).toEqual([
    ["error", 2],
    ["info", 1],
  ]);
});

test("with the policy, rules without a finding follow in its order, each with what it checks", () => {
  const [errors] = ruleTree([record("one", { findings: [finding("stage")] })], RULES);
  expect(errors?.rules.map(({ id, checks, applied }) => [id, checks, applied])).toEqual([
    ["stage", "The tag stage is there", 3],
    ["team", "The tag team is there", 3],
    ["idle", "The tag idle is there", 3],
  ]);
});

test("values are a part of the group only if they were asked for", () => {
  const [errors] = ruleTree([
    record("one", { findings: [finding("team", { value: "a" })] }),
    record("two", { findings: [finding("team", { value: "b" })] }),
  ]);
  expect(errors?.rules[0]?.groups.map(({ value }) => value)).toEqual(["a", "b"]);
});
