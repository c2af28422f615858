import { describe, expect, it } from "vitest";
import { createCrosstag } from "../../src/create-crosstag.ts";
import { checkLookAlikes, checkResultingLookAlikes, looksLike, unseenProblem } from "../../src/rules/check-tag-list.ts";
import { createMemoryCloud, createVirtualClock } from "../../src/testing.ts";
import { keepPlan } from "../run/plan-in-memory.ts";

/** All of them look like `team` in a table, and AWS allows all of them but the last two. */
const TWINS = [
  " team",
  "team ",
  "team\u00A0",
  "team\u3164",
  "team\uFFA0",
  "te\u00ADam",
  "team\u2800",
  "te\u200Bam",
  "team\uFE0F",
  "team\u{E0041}",
];

describe("texts that look the same", () => {
  it.each(TWINS)("%j is one of them, and is said not to show what it is", (twin) => {
    expect(looksLike(twin)).toBe("team");
    expect(unseenProblem(twin)).toMatch(/blank|cannot be seen \(U\+[\dA-F]{4,5}\)/);
    expect(
      checkLookAlikes([
        { key: "team", value: "a" },
        { key: twin, value: "b" },
      ]),
    ).toMatchObject([
      { severity: "warning", rule: "crosstag.unseen-characters", key: twin, position: 1 },
      { severity: "warning", rule: "crosstag.look-alike", key: twin },
    ]);
  });

  it("are only these", () => {
    for (const text of ["team", "Team", "cost center", "Zoë", "東京", "", "a\u0301"]) {
      expect(looksLike(text)).toBe(text);
      expect(unseenProblem(text)).toBeUndefined();
    }
    expect(unseenProblem("  ")).toBe("holds nothing but blanks");
    expect(looksLike("cost\u00A0center")).toBe("cost center");
  });

  it("are warned of if the resource has one already, but not for what it had before", () => {
    const current = new Map([
      ["team", "a"],
      ["x\u00A0", "b"],
      ["x", "c"],
    ]);
    expect(checkResultingLookAlikes(current, [{ key: "team\u3164", value: "d" }])).toMatchObject([
      { rule: "crosstag.look-alike", key: "team\u3164" },
    ]);
    expect(checkResultingLookAlikes(current, [{ key: "team", value: "d" }])).toEqual([]);
  });

  it("are warned of when tags are set and planned, without the value", async () => {
    const clock = createVirtualClock();
    const cloud = createMemoryCloud({ clock });
    const key = cloud.scene.create("key", { tags: { team: "a" } });
    await using crosstag = createCrosstag([cloud.driver], { clock });
    const tags = { "team ": "canary\u00A0" };
    const { warnings } = await crosstag.tagResource({ resources: [key], tags, dryRun: true });
    expect(warnings.map(({ rule }) => rule)).toEqual([
      "crosstag.unseen-characters",
      "crosstag.unseen-characters",
      "crosstag.look-alike",
    ]);
    expect(warnings[0]?.fix).toBe("Remove it, unless it is intended.");
    expect(JSON.stringify(warnings)).not.toContain("canary");
    const desired = { version: 1 as const, statements: [{ select: {}, set: tags }] };
    const plan = await keepPlan(crosstag.planTags({ desired }));
    expect(plan.header.summary.warnings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["crosstag.unseen-characters", "crosstag.look-alike"]),
    );
  });
});
