import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ResourceFacts } from "../../src/desired/fact-condition.ts";
import { checkConditions, compileConditions } from "../../src/desired/resource-conditions.ts";
import type { ResourceConditions } from "../../src/desired/resource-conditions.ts";

const NOW = new Date("2026-11-29T12:00:00Z");
const DAY = 24 * 3_600_000;

function matchesTags(conditions: ResourceConditions, tags: Readonly<Record<string, string>>): boolean {
  return compileConditions(conditions, NOW).matchesTags(new Map(Object.entries(tags)));
}

function matchesFacts(where: string, facts: ResourceFacts): boolean {
  return compileConditions({ where: [where] }, NOW).matchesFacts(facts);
}

describe("conditions on tags", () => {
  it.each<[filter: string, matching: readonly Record<string, string>[], others: readonly Record<string, string>[]]>([
    ["team", [{ team: "a" }, { team: "" }], [{}, { Team: "a" }]],
    ["team=pay*", [{ team: "pay" }, { team: "payments" }], [{}, { team: "Pay" }]],
    ["team=pay-?", [{ team: "pay-1" }], [{ team: "pay-" }, { team: "pay-12" }]],
    ["team=", [{ team: "" }], [{}, { team: "a" }]],
    ["team=a=b", [{ team: "a=b" }], [{ team: "a" }]],
    ["team!=a*", [{}, { team: "b" }, { team: "" }], [{ team: "a" }, { team: "ab" }]],
    ["team!=", [{}, { team: "a" }], [{ team: "" }]],
    ["cost center=4711", [{ "cost center": "4711" }], [{}]],
  ])("--filter %s", (filter, matching, others) => {
    for (const tags of matching)
      expect({ tags, matches: matchesTags({ filter: [filter] }, tags) }).toEqual({ tags, matches: true });
    for (const tags of others)
      expect({ tags, matches: matchesTags({ filter: [filter] }, tags) }).toEqual({ tags, matches: false });
  });

  it("must all match, missing keys and wildcards among them", () => {
    const conditions = { filter: ["team", "stage=prod"], missing: ["owner", "tmp-*"] };
    expect(matchesTags(conditions, { team: "a", stage: "prod" })).toBe(true);
    expect(matchesTags(conditions, { team: "a" })).toBe(false);
    expect(matchesTags(conditions, { team: "a", stage: "prod", owner: "" })).toBe(false);
    expect(matchesTags(conditions, { team: "a", stage: "prod", "tmp-1": "x" })).toBe(false);
    expect(matchesTags({}, {})).toBe(true);
  });

  it("take any key without “=” and any value", () => {
    const key = fc.string({ minLength: 1 }).filter((text) => !/^[!\s]|[=*?]|!$/.test(text) && text.trim() !== "");
    const value = fc.string().filter((text) => !/[*?]/.test(text));
    fc.assert(
      fc.property(key, value, value, (name, one, other) => {
        const tags = Object.fromEntries([[name, one]]);
        expect(matchesTags({ filter: [`${name}=${other}`] }, tags)).toBe(one === other);
        expect(matchesTags({ filter: [`${name}!=${other}`] }, tags)).toBe(one !== other);
        expect(matchesTags({ filter: [name] }, tags)).toBe(true);
        expect(matchesTags({ missing: [name] }, tags)).toBe(false);
      }),
    );
  });
});

describe("conditions on facts", () => {
  it.each<[where: string, matching: readonly ResourceFacts[], others: readonly ResourceFacts[]]>([
    ["state=enabled", [{ state: "enabled" }], [{ state: "disabled" }, {}]],
    ["State = Enabled", [{ state: "enabled" }], [{ state: "disabled" }]],
    ["state!=enabled", [{ state: "pending-deletion" }], [{ state: "enabled" }, {}]],
    ["origin=external", [{ origin: "external" }], [{ origin: "cloud" }, {}]],
    ["manager!=cloud", [{ managedBy: "customer" }], [{ managedBy: "cloud" }, {}]],
    [
      "created<2026-01-01",
      [{ createdAt: Date.parse("2025-12-31T23:59:59Z") }],
      [{ createdAt: Date.parse("2026-01-01") }, {}],
    ],
    ["created>=2026-01-01", [{ createdAt: Date.parse("2026-01-01") }], [{ createdAt: Date.parse("2025-12-31") }]],
    ["age>90d", [{ createdAt: NOW.getTime() - 91 * DAY }], [{ createdAt: NOW.getTime() - 90 * DAY }, {}]],
    ["age<=2w", [{ createdAt: NOW.getTime() - 14 * DAY }], [{ createdAt: NOW.getTime() - 15 * DAY }]],
    [
      "expires<30d",
      [{ expiresAt: NOW.getTime() + 29 * DAY }, { expiresAt: NOW.getTime() - DAY }],
      [{ expiresAt: NOW.getTime() + 30 * DAY }, { expiresAt: null }, {}],
    ],
    [
      "expires>2026-12-31T12:00:00Z",
      [{ expiresAt: Date.parse("2027-01-01") }],
      [{ expiresAt: Date.parse("2026-12-31") }],
    ],
    ["expires=never", [{ expiresAt: null }], [{ expiresAt: 0 }, {}]],
    ["alias=alias/pay*", [{ aliases: ["alias/x", "alias/pay-1"] }], [{ aliases: ["alias/Pay"] }, { aliases: [] }, {}]],
    ["Alias!=alias/pay*", [{ aliases: [] }, { aliases: ["alias/x"] }], [{ aliases: ["alias/x", "alias/pay"] }, {}]],
    ["alias=*", [{ aliases: ["alias/x"] }], [{ aliases: [] }, {}]],
    ["expires!=never", [{ expiresAt: 0 }], [{ expiresAt: null }, {}]],
  ])("--where %s", (where, matching, others) => {
    for (const facts of matching)
      expect({ facts, matches: matchesFacts(where, facts) }).toEqual({ facts, matches: true });
    for (const facts of others)
      expect({ facts, matches: matchesFacts(where, facts) }).toEqual({ facts, matches: false });
  });

  it("are needed only if there are some", () => {
    expect(compileConditions({ filter: ["a"], missing: ["b"] }, NOW)).toMatchObject({
      needsDescription: false,
      needsAliases: false,
    });
    expect(compileConditions({ where: ["state=enabled"] }, NOW)).toMatchObject({
      needsDescription: true,
      needsAliases: false,
    });
    expect(compileConditions({ where: ["alias=*"] }, NOW)).toMatchObject({
      needsDescription: false,
      needsAliases: true,
    });
  });
});

const ALIAS_FIX = "Write alias=alias/pay*, alias!=alias/pay*, or alias=* for resources that have an alias.";

describe("conditions that cannot be understood", () => {
  it.each<[ResourceConditions, string, string]>([
    [{ filter: ["=x"] }, "has no tag key", "Write team, team=payments or team!=payments."],
    [{ filter: ["!=x"] }, "has no tag key", "Write team, team=payments or team!=payments."],
    [
      { filter: ["!owner"] },
      "begins with “!”",
      "For resources without a tag, write its key under missing (--missing).",
    ],
    [
      { missing: ["owner=x"] },
      "has a “=”",
      "Write the tag key alone. For another value, write team!=payments under filter (--filter).",
    ],
    [{ missing: [" "] }, "is empty", "Write a tag key."],
    [
      { where: ["enabled"] },
      "is not a condition",
      "Write a fact, a comparison and a value: state=enabled, created<2026-01-01, expires<30d.",
    ],
    [
      { where: ["status=enabled"] },
      "names an unknown fact: status",
      "Write one of: state, origin, manager, created, age, expires, alias. A tag is not a fact: write it under filter (--filter).",
    ],
    [{ where: ["state>enabled"] }, "compares state with >", "Write state=… or state!=…."],
    [{ where: ["origin=aws"] }, "has an unknown origin", "Write origin= and one of: external, cloud, hardware, other."],
    [{ where: ["created<90d"] }, "has no date", "Write created<2026-01-01. To compare how old it is: age>90d."],
    [{ where: ["created<2026-02-30"] }, "has no date", "Write created<2026-01-01. To compare how old it is: age>90d."],
    [{ where: ["created=2026-01-01"] }, "compares a time with =", "Write created< or created>."],
    [{ where: ["age>2026-01-01"] }, "has no duration", "Write age>90d: hours (h), days (d) or weeks (w)."],
    [{ where: ["age>90m"] }, "has no duration", "Write age>90d: hours (h), days (d) or weeks (w)."],
    [
      { where: ["expires<soon"] },
      "has no date and no duration",
      "Write expires<30d, expires>2026-12-31 or expires=never.",
    ],
    [{ where: ["alias=pay*"] }, "has no name of an alias", ALIAS_FIX],
    [{ where: ["alias=alias/"] }, "has no name of an alias", ALIAS_FIX],
    [{ where: ["alias<alias/pay"] }, "compares alias with <", ALIAS_FIX],
    [{ where: ["expires=30d"] }, "compares a time with =", "Write expires<30d, expires>2026-12-31 or expires=never."],
  ])("%j", (conditions, problem, fix) => {
    expect(checkConditions(conditions)).toMatchObject([{ problem, fix }]);
    expect(() => compileConditions(conditions, NOW)).toThrow(TypeError);
  });

  it("are all named with their place", () => {
    const conditions = { filter: ["ok", "=x"], missing: ["ok"], where: ["state=enabled", "x=y"] };
    expect(checkConditions(conditions).map(({ path }) => path)).toEqual([
      ["filter", 1],
      ["where", 1],
    ]);
  });
});
