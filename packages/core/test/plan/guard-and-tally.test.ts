import { describe, expect, it } from "vitest";
import { guardChange } from "../../src/plan/guard-change.ts";
import type { PlannedResourceChange } from "../../src/plan/plan-entry.ts";
import { PlanTally } from "../../src/plan/plan-tally.ts";
import { policyTagKeys } from "../../src/plan/policy-tag-keys.ts";
import { parseScopeName, scopeName } from "../../src/driver/scope-name.ts";
import { SOFTWARE_TAGS, softwareBehind } from "../../src/plan/software-tags.ts";
import { createMemoryCloud } from "../../src/testing/memory/memory-cloud.ts";
import { BATCHED_SHAPE } from "../../src/testing/memory/memory-shapes.ts";

const { driver } = createMemoryCloud(BATCHED_SHAPE);

function entry(change: Partial<PlannedResourceChange>): PlannedResourceChange {
  const base = { scope: "memory/1000/memory-1", reference: "mem:kms:memory-1:1000:key/key-1", kind: "key" } as const;
  return { ...base, action: "change", before: {}, set: {}, remove: [], ...change };
}

function guard(change: Partial<PlannedResourceChange>, changeSoftwareTags: boolean, keys: readonly string[] = []) {
  const guarded = guardChange(entry(change), driver.rules, { changeSoftwareTags, policyTagKeys: new Set(keys) });
  return { guarded: guarded.entry, warnings: guarded.warnings };
}

const LANGUAGES = [{ tagConditionKeys: ["aws:ResourceTag", "kms:tag", "acs:ResourceTag"] }];

describe("policies", () => {
  it("name the tags of resources that their conditions refer to", () => {
    const document = {
      Statement: [
        {
          Condition: {
            StringEquals: { "aws:ResourceTag/team": "a", "kms:tag/Owner": ["b"], "aws:PrincipalTag/who": "c" },
            "ForAnyValue:StringLike": { "acs:ResourceTag/__proto__": "d", "AWS:resourcetag/a/b": "e" },
            StringLike: { "aws:PrincipalTag/unit": ["x", "${aws:ResourceTag/unit}-${aws:PrincipalTag/no}"] },
          },
        },
      ],
    };
    expect([...policyTagKeys(document, LANGUAGES)]).toEqual(["team", "Owner", "__proto__", "a/b", "unit"]);
  });

  it("name no tags of a cloud without such conditions, and only those of the given conditions", () => {
    const document = { "aws:ResourceTag/team": "a", "kms:tag/owner": "${kms:tag/unit}", "kmsXtag/no": "b" };
    expect([...policyTagKeys(document, [])]).toEqual([]);
    expect([...policyTagKeys(document, [{ tagConditionKeys: ["kms:tag"] }])]).toEqual(["owner", "unit"]);
    expect([...policyTagKeys({ "kmsXtag/no": "b" }, [{ tagConditionKeys: ["kms.tag"] }])]).toEqual([]);
  });

  it("name tags in the values of conditions, in the languages that write them there", () => {
    const language = { tagConditionKeys: ["mem:resource_tag"], tagSeparator: "&" };
    const document = {
      statement: [
        { condition: { "for_any_value:string_equal": { "mem:resource_tag": ["team&a", "unit&b&c", 5, "&none"] } } },
        { condition: { string_equal: { "MEM:Resource_Tag": "stage&x", "mem:request_tag": "no&x" } } },
        { condition: { null_equal: { "mem:resource_tag/owner": "false" } } },
      ],
    };
    expect([...policyTagKeys(document, [...LANGUAGES, language])]).toEqual(["team", "unit", "stage", "owner"]);
    expect([...policyTagKeys(document, [{ tagConditionKeys: ["mem:resource_tag"] }])]).toEqual(["owner"]);
  });

  it("may be anything that was parsed", () => {
    for (const document of [undefined, null, 5, "aws:ResourceTag/team", [], {}, { "aws:ResourceTag/": 1 }])
      expect([...policyTagKeys(document, LANGUAGES)]).toEqual([]);
  });
});

describe("what else depends on a tag", () => {
  it("has an example for every program", () => {
    for (const { tagKeys, software } of SOFTWARE_TAGS)
      for (const glob of tagKeys) expect(softwareBehind(glob.replaceAll("*", "x"))?.software).toBe(software);
    expect(softwareBehind("team")).toBeUndefined();
  });

  it.each([
    ["set", { set: { maid_status: "SECRET" } }],
    ["removed", { before: { maid_status: "SECRET" }, remove: ["maid_status"] }],
  ])("leaves a resource alone whose tag drives software, and warns: %s", (_name, change) => {
    const { guarded, warnings } = guard({ ...change, before: { maid_status: "SECRET" } }, false);
    expect(guarded).toMatchObject({ action: "skip", reason: "drives-software", tagKeys: ["maid_status"] });
    expect(Object.keys(guarded)).not.toContain("before");
    expect(warnings).toMatchObject([{ rule: "crosstag.drives-software", tagKey: "maid_status" }]);
    expect(JSON.stringify([guarded, warnings])).not.toContain("SECRET");
    expect(guard({ ...change, before: { maid_status: "SECRET" } }, true).guarded.action).toBe("change");
  });

  it("warns of tags that a policy refers to, whatever the case, and of keys that differ in case", () => {
    const { guarded, warnings } = guard({ before: { Team: "x" }, set: { team: "x" } }, false, ["TEAM"]);
    expect(guarded.action).toBe("change");
    expect(warnings.map(({ rule, tagKey }) => [rule, tagKey])).toEqual([
      ["crosstag.policy-refers", "team"],
      ["memory.case-collision", "team"],
    ]);
    // A key that goes in the same change collides with nothing.
    const renamed = guard({ before: { Team: "x" }, set: { team: "x" }, remove: ["Team"] }, false);
    expect(renamed.warnings).toEqual([]);
  });
});

describe("the tally of a plan", () => {
  it("counts what adds up, and names a few examples", () => {
    const tally = new PlanTally();
    for (let index = 0; index < 120; index += 1) {
      const reference = `r${index}`;
      const change = entry({ reference, before: { a: "1", b: "1" }, set: { a: "2", c: "1" }, remove: ["b"] });
      const warnings = [{ rule: "r", tagKey: "a", message: "m", fix: "f" }];
      expect(tally.take({ entry: change, warnings }, driver)).toEqual([change]);
    }
    expect(tally.take({ entry: "unchanged" }, driver)).toEqual([]);
    const { scope, reference, kind } = entry({});
    const resource = { scope, reference, kind };
    tally.take({ entry: { ...resource, action: "skip", reason: "conflict", detail: "d" } }, driver);
    const error = { code: "not-found", message: "m" } as const;
    tally.take({ entry: { ...resource, action: "unreadable", error } }, driver);
    const summary = tally.summary();
    expect(summary).toEqual({
      resources: 123,
      changes: 120,
      unchanged: 1,
      skipped: { conflict: 1 },
      unreadable: 1,
      tagsAdded: 120,
      tagsChanged: 120,
      tagsRemoved: 120,
      costs: [
        {
          scope: "memory/1000/memory-1",
          quota: "modify",
          calls: { writeTags: 3, removeTags: 3 },
          requestsPerSecond: 30,
          seconds: 0.2,
        },
      ],
      warnings: [{ rule: "r", tagKey: "a", message: "m", fix: "f", resources: 120, examples: ["r0", "r1", "r2"] }],
    });
    expect(tally.summary()).toEqual(summary);
  });

  it("keeps no more entries than a window", () => {
    const tally = new PlanTally();
    for (let index = 0; index < 10_050; index += 1)
      tally.take({ entry: entry({ reference: `r${index}`, set: { a: "1" } }) }, driver);
    expect(tally.summary().costs).toMatchObject([{ calls: { writeTags: 201 } }]);
  });

  it("keeps nothing of a scope that has ended", () => {
    const tally = new PlanTally();
    const change = { set: { team: "a" } };
    tally.take({ entry: entry({ ...change, reference: "mem:kms:memory-1:1000:key/key-1" }) }, driver);
    tally.end("memory/1000/memory-1");
    tally.end("memory/1000/memory-2");
    tally.take({ entry: entry({ ...change, reference: "mem:kms:memory-1:1000:key/key-2" }) }, driver);
    // The two could share a call if the first had been kept.
    expect(tally.summary().costs.map(({ calls }) => calls)).toEqual([{ writeTags: 2 }]);
  });
});

function at(provider: string, region: string, account?: string) {
  return { provider, scope: { region, ...(account !== undefined && { account }) } };
}

describe("scopes", () => {
  it("are named by cloud, account, region and service, and found again", () => {
    expect(scopeName(at("aws", "us-east-1", "111122223333"))).toBe("aws/111122223333/us-east-1");
    expect(scopeName(at("aws", "us-east-1"))).toBe("aws/us-east-1");
    expect(parseScopeName("aws/1/us-east-1")).toEqual({ provider: "aws", account: "1", region: "us-east-1" });
    const vault = { ...at("aws", "us-east-1", "1"), service: "vault" };
    expect(parseScopeName(scopeName(vault))).toMatchObject({ region: "us-east-1", service: "vault" });
    // A scope without an account could be any account's.
    for (const name of ["aws/us-east-1", "aws//us-east-1", "aws", "aws/1/us-east-1/", "aws/1/us-east-1/x/y", ""])
      expect(parseScopeName(name)).toBeUndefined();
  });
});
