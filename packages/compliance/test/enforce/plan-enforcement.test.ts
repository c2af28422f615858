import type { StateRule } from "@crosstag/core/driver";
import { describe, expect, test } from "vitest";
import {
  compilePolicy,
  compileWaivers,
  planEnforcement,
  type EnforcementOptions,
  type PolicyRule,
} from "../../src/index.ts";
import { resourceWith } from "../resource.ts";

function enforce(
  rules: readonly (Omit<PolicyRule, "id"> & { readonly id?: string })[],
  tags: Readonly<Record<string, string>>,
  options: EnforcementOptions = {},
) {
  const policy = compilePolicy({ version: 1, rules: rules.map((rule, index) => ({ id: `r${index + 1}`, ...rule })) });
  const first = planEnforcement(policy, resourceWith(tags), options);
  // A second run finds nothing to do, whatever the first did.
  const second = planEnforcement(policy, resourceWith(first.desired ?? tags), options);
  expect(second.desired).toBeUndefined();
  expect(second.manual).toEqual(first.manual);
  return first;
}

describe("what is fixed without guessing", () => {
  test("defaults, only if the tag is missing", () => {
    const rule = { tags: { team: { required: true, default: "platform" } } };
    expect(enforce([rule], {}).desired).toEqual({ team: "platform" });
    expect(enforce([rule], { team: "a" }).desired).toBeUndefined();
  });

  test("derived values, if they are missing or wrong", () => {
    const rule = { tags: { place: { required: true, equals: "{cloud}/{region}" } } };
    expect(enforce([rule], {}).desired).toEqual({ place: "aws/eu-central-1" });
    expect(enforce([rule], { place: "x" }).desired).toEqual({ place: "aws/eu-central-1" });
  });

  test("spelling of keys and values, and the case", () => {
    const rules = [
      { spelling: { CostCenter: ["cost-center"] } },
      { tags: { env: { oneOf: ["prod"] }, zone: { case: "lower" as const } } },
    ];
    expect(enforce(rules, { "COST-CENTER": "1", env: "PROD", zone: "A" }).desired).toEqual({
      CostCenter: "1",
      env: "prod",
      zone: "a",
    });
  });

  test("forbidden tags are removed", () => {
    expect(enforce([{ forbidden: ["temp-*"] }], { "temp-1": "x", team: "a" }).desired).toEqual({ team: "a" });
  });

  test("a renamed tag gets no default, and its value is fixed afterwards", () => {
    const rule = { spelling: { env: [] }, tags: { env: { required: true, default: "test", oneOf: ["test", "prod"] } } };
    expect(enforce([rule], { Env: "PROD" }).desired).toEqual({ env: "prod" });
  });

  test("rules that follow from fixed tags are fixed, too", () => {
    const rules = [
      { tags: { env: { required: true, default: "prod" } } },
      { when: { env: "prod" }, tags: { backup: { required: true, default: "yes" } } },
    ];
    expect(enforce(rules, {}).desired).toEqual({ env: "prod", backup: "yes" });
  });
});

describe("what needs manual action, with the reason", () => {
  test("two spellings with two values, and then no default either", () => {
    const rule = { spelling: { team: [] }, tags: { team: { required: true, default: "x" } } };
    const { desired, manual } = enforce([rule], { Team: "a", TEAM: "b" });
    expect(desired).toBeUndefined();
    expect(manual.map(({ finding }) => finding.check).toSorted()).toEqual(["key-spelling", "key-spelling", "required"]);
    expect(enforce([rule], { Team: "a", TEAM: "a" }).desired).toEqual({ team: "a" });
    expect(enforce([rule], { Team: "a", team: "b" }).desired).toBeUndefined();
  });

  test("rules with different requirements for one tag", () => {
    const rules = [
      { tags: { team: { required: true, default: "a" } } },
      { tags: { team: { required: true, default: "b" } } },
    ];
    expect(enforce(rules, {})).toMatchObject({
      desired: undefined,
      manual: [{ finding: { rule: "r1" } }, { finding: { rule: "r2" } }],
    });
    expect(enforce([{ required: ["x"] }, { forbidden: ["x"] }], { x: "" }).desired).toBeUndefined();
    expect(
      enforce([{ tags: { x: { required: true, default: "1" } } }, { forbidden: ["x"] }], {}).desired,
    ).toBeUndefined();
    expect(
      enforce([{ tags: { x: { oneOf: ["prod"] } } }, { tags: { x: { case: "upper" } } }], { x: "Prod" }).desired,
    ).toBeUndefined();
  });

  test("rules whose fixes never end", () => {
    const rules = [
      { when: { a: "1" }, tags: { b: { required: true, default: "x" } } },
      { when: { a: "1", b: "x" }, tags: { a: { equals: "2" } } },
      { when: { a: "2" }, forbidden: ["b"] },
      { when: { a: "2", b: false }, tags: { a: { equals: "1" } } },
    ];
    const { desired, manual } = enforce(rules, { a: "1" });
    expect(desired).toBeUndefined();
    expect(manual[0]?.why).toContain("contradict");
  });

  test("an unknown value, a value that the cloud refuses, too many tags, and a rule with fix: false", () => {
    expect(enforce([{ required: ["team"] }], {}).manual[0]?.why).toContain("has no default");
    expect(enforce([{ tags: { env: { oneOf: ["a", "b"] } } }], { env: "c" }).manual[0]?.why).toContain(
      "does not determine",
    );
    expect(
      enforce([{ tags: { a: { required: true, default: "1" } } }, { maximumTags: 1 }], { b: "" }).desired,
    ).toBeUndefined();
    expect(enforce([{ fix: false, forbidden: ["a"] }], { a: "" })).toMatchObject({
      desired: undefined,
      manual: [{ why: expect.stringContaining("fix: false") as string }],
    });
  });

  test("waived findings are not fixed", () => {
    const waivers = compileWaivers(
      [{ rules: ["r1"], owner: "o", reason: "r", expires: "2026-12-31" }],
      new Date("2026-11-25"),
    );
    expect(enforce([{ forbidden: ["a"] }], { a: "" }, { waivers })).toEqual({
      desired: undefined,
      fixes: [],
      manual: [],
    });
  });
});

test("tags that the cloud does not change in the state of the resource are left as they are", () => {
  const policy = compilePolicy({
    version: 1,
    rules: [
      { id: "f", forbidden: ["temp-*"] },
      { id: "r", required: ["team"] },
    ],
  });
  const resource = resourceWith({ "temp-1": "" }, { state: "pending-deletion" });
  const marks = { "fix-by": "2026-12-31" };
  const stateRules: readonly StateRule[] = [
    {
      kinds: ["key"],
      states: ["pending-deletion"],
      operations: ["writeTags"],
      reason: "The cloud keeps these tags.",
      fix: "Cancel the deletion.",
      source: "the test",
      verifiedOn: "2026-11-29",
      status: "observed",
    },
  ];
  expect(planEnforcement(policy, resource, { marks, stateRules })).toMatchObject({
    desired: undefined,
    manual: [{ why: "The cloud keeps these tags. Cancel the deletion." }, { finding: { rule: "r" } }],
  });
  // Another kind, and a cloud without such a rule: the tags are fixed.
  for (const [kind, rules] of [
    ["secret", stateRules],
    ["key", undefined],
  ] as const)
    expect(planEnforcement(policy, { ...resource, kind }, { marks, stateRules: rules }).desired).toEqual(marks);
});

describe("marks", () => {
  const marks = { "fix-by": "2026-12-31" };

  test("are set on resources that still violate, once, and on no others", () => {
    expect(enforce([{ required: ["team"] }], {}, { marks }).desired).toEqual({ "fix-by": "2026-12-31" });
    expect(enforce([{ required: ["team"] }], { "fix-by": "2026-01-01" }, { marks }).desired).toBeUndefined();
    expect(enforce([{ required: ["team"] }], { team: "a" }, { marks }).desired).toBeUndefined();
    expect(enforce([{ tags: { team: { required: true, default: "a" } } }], {}, { marks }).desired).toEqual({
      team: "a",
    });
  });

  test("are not set if they would break a rule", () => {
    expect(enforce([{ required: ["team"] }, { forbidden: ["fix-*"] }], {}, { marks }).desired).toBeUndefined();
    expect(enforce([{ required: ["team"] }, { maximumTags: 1 }], { a: "" }, { marks }).desired).toBeUndefined();
  });
});
