import type { TagRules } from "@crosstag/core";
import { describe, expect, test } from "vitest";
import {
  compilePolicy,
  compileWaivers,
  planEnforcement,
  type EnforcementOptions,
  type PolicyRule,
  type Waiver,
} from "../../src/index.ts";
import { resourceWith } from "../resource.ts";

function desired(
  rules: readonly PolicyRule[],
  tags: Readonly<Record<string, string>>,
  options: EnforcementOptions = {},
) {
  const policy = compilePolicy({ version: 1, rules });
  const first = planEnforcement(policy, resourceWith(tags), options).desired;
  expect(planEnforcement(policy, resourceWith(first ?? tags), options).desired).toBeUndefined();
  return first;
}

function waived(waiver: Pick<Waiver, "rules" | "select">): EnforcementOptions {
  const whole = { owner: "o", reason: "r", expires: "2026-12-31", ...waiver };
  return { waivers: compileWaivers([whole], new Date("2026-11-25")) };
}

const keeps = (tagKey: string) => tagKey.startsWith("spire-");

const spelling: PolicyRule = { id: "spelling", spelling: { team: [] } };
const noTemp: PolicyRule = { id: "no-temp", forbidden: ["temp-*"] };

describe("a tag is not renamed", () => {
  test("if another rule requires it under its old name", () => {
    expect(desired([spelling, { id: "r", required: ["Team"] }], { Team: "a" })).toBeUndefined();
  });

  test("to a forbidden name, since it would be removed next", () => {
    expect(desired([spelling, { id: "f", forbidden: ["team"] }], { Team: "a" })).toBeUndefined();
  });

  test("if a waiver depends on it, since what is waived would be fixed next", () => {
    const options = waived({ rules: ["no-temp"], select: { tags: { Team: "a" } } });
    expect(desired([spelling, noTemp], { Team: "a", "temp-1": "kept" }, options)).toBeUndefined();
  });
});

describe("a forbidden tag stays", () => {
  test("until the tag that is derived from it exists", () => {
    const derived: PolicyRule = { id: "d", tags: { team: { required: true, equals: "{tag:temp-team}" } } };
    for (const rules of [
      [derived, noTemp],
      [noTemp, derived],
    ])
      expect(desired(rules, { "temp-team": "a" })).toEqual({ team: "a" });
    expect(desired([derived, noTemp], { team: "b", "temp-team": "a" })).toEqual({ team: "a" });
    const impossible: PolicyRule = { id: "i", tags: { team: { maxLength: 0 } } };
    expect(desired([derived, noTemp, impossible], { "temp-team": "a" })).toBeUndefined();
  });

  test("if another rule requires it, even if a waiver allows it to be missing", () => {
    const rules = [noTemp, { id: "r", required: ["temp-owner"] }];
    expect(desired(rules, { "temp-owner": "zoe" }, waived({ rules: ["r"] }))).toBeUndefined();
  });
});

test("a default is not set beside another spelling, although that is waived", () => {
  const rules: PolicyRule[] = [spelling, { id: "d", tags: { team: { required: true, default: "x" } } }];
  expect(desired(rules, { Team: "a" }, waived({ rules: ["spelling"] }))).toBeUndefined();
});

describe("at the limit of the cloud", () => {
  const provenance = { source: "", verifiedOn: "2026-11-25", status: "assumed" } as const;
  const rules: TagRules = {
    provider: "aws",
    title: "a cloud",
    rules: [{ id: "count", severity: "error", check: "count", maximum: 2, ...provenance }],
  };

  test("a tag can be renamed", () => {
    expect(desired([spelling], { Team: "a", b: "" }, { rules })).toEqual({ team: "a", b: "" });
  });

  test("as many defaults are set as the limit allows", () => {
    const add = { required: true, default: "x" };
    expect(desired([{ id: "d", tags: { c: add, b: add } }], { a: "" }, { rules })).toEqual({ a: "", b: "x" });
  });
});

test("kept tags do not change, and other tags are still fixed", () => {
  const rules: PolicyRule[] = [{ id: "f", forbidden: ["spire-*"] }, noTemp, spelling];
  const tags = { "spire-id": "1", "temp-1": "", Team: "a" };
  expect(desired(rules, tags, { keeps })).toEqual({ "spire-id": "1", team: "a" });
  const marks = { "spire-by": "2026-12-31", "fix-by": "2026-12-31" };
  const { desired: marked, manual } = planEnforcement(
    compilePolicy({ version: 1, rules }),
    resourceWith({ "spire-id": "1" }),
    { keeps, marks },
  );
  expect(marked).toEqual({ "spire-id": "1", "fix-by": "2026-12-31" });
  expect(manual).toMatchObject([{ why: expect.stringContaining("Other software acts on this tag") as string }]);
});
