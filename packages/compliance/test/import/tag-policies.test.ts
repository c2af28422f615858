import { describe, expect, test } from "vitest";
import {
  checkPolicy,
  compilePolicy,
  effectiveTagPolicy,
  evaluatePolicy,
  importTagPolicy,
  type PolicyLevel,
} from "../../src/index.ts";
import { resourceWith } from "../resource.ts";

/*
 * The situations of AWS's page on inheritance of management policies (examples 1 to 6), and what it says is in effect:
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html
 */
const CHILDREN = "@@operators_allowed_for_child_policies";
const tags = (policyKey: string, settings: object) => ({ tags: { [policyKey]: settings } });

const A = tags("costcenter", {
  tag_key: { "@@assign": "CostCenter" },
  tag_value: { "@@assign": ["Development", "Support"] },
});
const B = tags("costcenter", {
  tag_key: { "@@assign": "CostCenter" },
  tag_value: { "@@assign": ["Sandbox"] },
  enforced_for: { "@@assign": ["redshift:*", "dynamodb:table"] },
});
const C = tags("costcenter", {
  tag_key: { "@@assign": "CostCenter" },
  tag_value: { "@@append": ["Marketing"] },
  enforced_for: { "@@append": ["redshift:*", "dynamodb:table"] },
});
const D = tags("costcenter", {
  tag_key: { "@@assign": "CostCenter" },
  tag_value: { "@@remove": ["Development", "Marketing"] },
  enforced_for: { "@@remove": ["redshift:*", "dynamodb:table"] },
});
const E = tags("project", {
  tag_key: { [CHILDREN]: ["@@none"], "@@assign": "Project" },
  tag_value: { [CHILDREN]: ["@@append"], "@@assign": ["Maintenance", "Escalations"] },
});
const F = tags("project", {
  tag_key: { "@@assign": "PROJECT" },
  tag_value: { "@@append": ["Escalations - research"] },
});
const G = tags("project", { tag_value: { [CHILDREN]: ["@@append"], "@@assign": ["Maintenance"] } });
const H = tags("project", { tag_value: { [CHILDREN]: ["@@append", "@@remove"] } });
const J = tags("project", { tag_key: { "@@assign": "PROJECT" }, tag_value: { "@@append": ["Maintenance"] } });
const K = tags("project", { tag_key: { "@@assign": "project" } });

function effective(...levels: readonly PolicyLevel[]) {
  return Object.fromEntries(effectiveTagPolicy(levels).map(({ policyKey, settings }) => [policyKey, settings]));
}

describe("effective policies, as AWS documents them", () => {
  const costcenter = { tag_key: "CostCenter" };
  const enforced = { enforced_for: ["redshift:*", "dynamodb:table"] };

  test("1: a child assigns other values", () => {
    expect(effective([A], [B])).toEqual({ costcenter: { ...costcenter, tag_value: ["Sandbox"], ...enforced } });
  });

  test("2: a child appends", () => {
    expect(effective([A], [C])).toEqual({
      costcenter: { ...costcenter, tag_value: ["Development", "Support", "Marketing"], ...enforced },
    });
  });

  test("3: a grandchild removes", () => {
    expect(effective([A], [C], [D])).toEqual({ costcenter: { ...costcenter, tag_value: ["Support"] } });
  });

  test("4: a parent restricts its children", () => {
    // The page prints the key as `project`; its text says that the child cannot change what the parent has assigned.
    expect(effective([E], [F])).toEqual({
      project: { tag_key: "Project", tag_value: ["Maintenance", "Escalations", "Escalations - research"] },
    });
  });

  test("5: of two restrictions on one level the intersection counts, for the levels below", () => {
    const append = tags("project", { tag_value: { "@@append": ["New"] } });
    const remove = tags("project", { tag_value: { "@@remove": ["Maintenance"] } });
    const both: PolicyLevel = [G, H];
    expect(effective(both, [append])).toEqual({ project: { tag_value: ["Maintenance", "New"] } });
    expect(effective(both, [remove])).toEqual({ project: { tag_value: ["Maintenance"] } });
  });

  test("6: of two assignments on one level the first counts", () => {
    expect(effective([J, K])).toEqual({ project: { tag_key: "PROJECT", tag_value: ["Maintenance"] } });
  });

  test("a child policy cannot lift a restriction", () => {
    const loosen = tags("project", { tag_value: { [CHILDREN]: ["@@all"] } });
    const assign = tags("project", { tag_value: { "@@assign": ["Other"] } });
    expect(effective([E], [loosen], [assign])["project"]).toMatchObject({ tag_value: ["Maintenance", "Escalations"] });
  });

  // As with plans of backup policies: a restriction on what is around keeps others from adding, and touches nothing there.
  test("a restriction on all tags, or on one, stops child policies from adding, and is not a tag", () => {
    const none = { [CHILDREN]: ["@@none"] };
    const parent = { tags: { ...none, project: { ...none, tag_key: { "@@assign": "Project" } } } };
    expect(effective([parent])).toEqual({ project: { tag_key: "Project" } });
    const value = tags("project", { tag_value: { "@@assign": ["A"] }, tag_key: { "@@assign": "PROJECT" } });
    expect(effective([parent], [A], [value])).toEqual({ project: { tag_key: "PROJECT" } });
    expect(effective([parent, A])).toMatchObject({ costcenter: { tag_key: "CostCenter" } });
  });

  test("an effective policy, without operators, is unchanged", () => {
    const plain = tags("costcenter", { tag_key: "CostCenter", tag_value: ["Support"] });
    expect(effective([plain])).toEqual({ costcenter: { tag_key: "CostCenter", tag_value: ["Support"] } });
  });
});

function result(
  imported: ReturnType<typeof importTagPolicy>,
  given: Readonly<Record<string, string>>,
  provider = "aws",
) {
  return evaluatePolicy(compilePolicy(imported.policy), resourceWith(given, { provider })).result;
}

function scopesFor(...types: readonly string[]) {
  const color = tags("color", { tag_key: { "@@assign": "color" }, resource_type_scope: { "@@assign": types } });
  return importTagPolicy("alibaba", [[color]]).policy.rules.map(({ scope }) => scope);
}

describe("import", () => {
  test("AWS: case and values of existing tags; a missing tag is not a violation", () => {
    const imported = importTagPolicy("aws", [[A], [C]]);
    expect(result(imported, {})).toBe("compliant");
    expect(result(imported, { CostCenter: "Marketing" })).toBe("compliant");
    expect(result(imported, { CostCenter: "Sales" })).toBe("violating");
    expect(result(imported, { costcenter: "Marketing" })).toBe("violating");
    expect(imported.notImported).toEqual([expect.stringContaining("not enforced for KMS resources")]);
    expect(imported.policy.rules[0]).toMatchObject({ id: "tag-policy-costcenter", severity: "warning" });
  });

  test("AWS: enforced for KMS is an error; without a key in the policy its name in lower case counts", () => {
    const imported = importTagPolicy("aws", [
      [
        tags("Owner", {
          tag_value: { "@@assign": ["*@example.com"] },
          enforced_for: { "@@assign": ["kms:ALL_SUPPORTED"] },
        }),
      ],
    ]);
    expect(imported.policy.rules[0]).toMatchObject({ severity: "error", spelling: { owner: [] } });
    expect(result(imported, { owner: "z@example.com" })).toBe("compliant");
    expect(result(imported, { owner: "z@example.org" })).toBe("violating");
    expect(result(imported, { Owner: "z@example.com" })).toBe("violating");
  });

  test("a value with ? and * is skipped and reported: no tag value can contain a ?", () => {
    const imported = importTagPolicy("aws", [[tags("q", { tag_value: ["what?*", "a.b", "c*"] })]]);
    expect(imported.policy.rules[0]?.tags).toEqual({ q: { oneOf: ["a.b"], like: ["c*"] } });
    expect(imported.notImported).toEqual([expect.stringContaining('the value "what?*" was skipped')]);
    const alone = importTagPolicy("alibaba", [[tags("q", { tag_value: ["what?*"] })]]);
    expect(alone.policy.rules[0]?.tags).toEqual({ q: { oneOf: [""] } });
    expect(alone.notImported).toHaveLength(2);
    expect(result(imported, { q: "whatxx" })).toBe("violating");
    expect(result(imported, { q: "a.b" })).toBe("compliant");
    expect(result(imported, { q: "axb" })).toBe("violating");
  });

  test("a policy with any number of values can be checked", () => {
    const values = Array.from({ length: 200 }, (_, index) => `team-${index}-${index % 2 === 0 ? "*" : "?*"}`);
    const imported = importTagPolicy("aws", [[tags("q", { tag_value: values })]]);
    expect(checkPolicy(imported.policy)).toEqual([]);
    expect(result(imported, { q: "team-42-x" })).toBe("compliant");
    expect(result(imported, { q: "other" })).toBe("violating");
  });

  test("it applies to the given accounts, or to all of them", () => {
    const imported = importTagPolicy("aws", [[A]], { accounts: ["999988887777"] });
    expect(imported.policy.rules.map(({ scope }) => scope)).toEqual([{ clouds: ["aws"], accounts: ["999988887777"] }]);
    expect(result(imported, { CostCenter: "Sales" })).toBe("compliant");
    expect(importTagPolicy("aws", [[A]]).policy.rules[0]?.scope).toEqual({ clouds: ["aws"] });
  });

  test("Alibaba: the tag is required; other products and parts are skipped and reported", () => {
    const document = {
      tags: {
        color: {
          tag_key: { "@@assign": "Color" },
          tag_value: { "@@assign": ["red", "grey"] },
          region_scope: { "@@assign": ["eu-central-1"] },
          tag_value_correction: { "@@assign": { red: {} } },
        },
        disk: { tag_key: { "@@assign": "disk" }, resource_type_scope: { "@@assign": ["ecs:disk"] } },
      },
      rg_inherit: {},
    };
    const imported = importTagPolicy("alibaba", [[document]]);
    expect(imported.policy.rules.map(({ id }) => id)).toEqual(["tag-policy-color"]);
    expect(imported.notImported).toHaveLength(3);
    expect(result(imported, {}, "alibaba")).toBe("violating");
    expect(result(imported, { Color: "red" }, "alibaba")).toBe("compliant");
    expect(result(imported, {}, "aws")).toBe("compliant");
  });

  test("Alibaba: a policy for secrets does not apply to keys; one for other KMS resources is skipped", () => {
    expect(scopesFor("ecs:disk", "KMS:Secret")).toEqual([{ clouds: ["alibaba"], kinds: ["secret"] }]);
    expect(scopesFor("kms:*")).toEqual([{ clouds: ["alibaba"] }]);
    expect(scopesFor("kms:instance")).toEqual([]);
  });

  test("names with the same id keep separate rules", () => {
    const imported = importTagPolicy("aws", [[tags("a b", {}), tags("a-b", {})]]);
    expect(imported.policy.rules.map(({ id }) => id)).toEqual(["tag-policy-a-b", "tag-policy-a-b-2"]);
  });
});
