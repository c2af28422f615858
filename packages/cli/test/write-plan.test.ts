import type { Plan, PlanEntry, PlanSummary } from "@crosstag/core";
import { expect, test } from "vitest";
import type { ExpandOption } from "../src/command-options/expand.ts";
import { writePlan } from "../src/output/write-plan.ts";
import { capture } from "./capture.ts";
import { arn, base, planOf, SCOPE } from "./plan-of.ts";

async function shown(plan: Plan, ...world: Parameters<typeof capture>) {
  return shownWith({}, plan, ...world);
}

async function shownWith(options: ExpandOption, plan: Plan, ...world: Parameters<typeof capture>) {
  const { stdout, stderr, ...streams } = capture(...world);
  await writePlan(plan, { ...streams, options });
  return { stdout: stdout(), stderr: stderr() };
}

const REVIEW = planOf(
  [
    {
      ...base("1"),
      action: "change",
      before: { stage: "test", owner: "ops", old: "x" },
      set: { team: "payments", stage: "production" },
      remove: ["old", "owner"],
      removeFirst: ["owner"],
    },
    ...["2", "3", "4", "5"].map((id): PlanEntry => ({
      ...base(id),
      action: "skip",
      reason: "pending-deletion",
      detail: "It is waiting to be deleted.",
    })),
    { ...base("6"), action: "change", before: {}, set: { team: "payments" }, remove: [] },
    { ...base("7"), action: "skip", reason: "conflict", detail: 'Two statements conflict on "team".' },
    {
      ...base("8"),
      action: "unreadable",
      error: { code: "access-denied", message: "The tags may not be read.", hint: "Allow kms:ListResourceTags." },
    },
    { ...base("9"), action: "unreadable", error: { code: "not-found", message: "There is no such key." } },
  ],
  {
    resources: 1_129,
    changes: 2,
    unchanged: 1_120,
    skipped: { "pending-deletion": 4, conflict: 1 },
    unreadable: 2,
    tagsAdded: 2,
    tagsChanged: 1,
    tagsRemoved: 2,
    costs: [
      { scope: SCOPE, quota: "TagResource", calls: { writeTags: 10_000 }, requestsPerSecond: 10, seconds: 1_000 },
      { scope: SCOPE, quota: "UntagResource", calls: { removeTags: 1 }, requestsPerSecond: 5, seconds: 0.2 },
      { scope: "broken/-/local", quota: "writeTags", calls: { writeTags: 2 } },
    ],
    warnings: [
      {
        rule: "crosstag.policy-refers",
        tagKey: "stage",
        message: 'A policy refers to the tag key "stage", which would get another value.',
        fix: "Review the policy before you apply the plan.",
        resources: 12,
        examples: [arn("1"), arn("6")],
      },
    ],
  },
);

test("a plan is shown for review: changes, then what is left alone and why, warnings, sum and time", async () => {
  expect(await shown(REVIEW)).toEqual({
    stderr: "",
    stdout: `arn:aws:kms:eu-central-1:111122223333:key/1
  + team = payments
  ~ stage: test → production
  - old (was x)
  - owner (was ops), first, to make room
arn:aws:kms:eu-central-1:111122223333:key/6
  + team = payments

Skipped, pending-deletion: 4 resources
  It is waiting to be deleted.
    arn:aws:kms:eu-central-1:111122223333:key/2
    arn:aws:kms:eu-central-1:111122223333:key/3
    arn:aws:kms:eu-central-1:111122223333:key/4
    and 1 more

Skipped, conflict: 1 resource
  Two statements conflict on "team".
    arn:aws:kms:eu-central-1:111122223333:key/7

Unreadable, access-denied: 1 resource
  The tags may not be read.
  Allow kms:ListResourceTags.
    arn:aws:kms:eu-central-1:111122223333:key/8

Unreadable, not-found: 1 resource
  There is no such key.
    arn:aws:kms:eu-central-1:111122223333:key/9

Warning, crosstag.policy-refers: 12 resources
  A policy refers to the tag key "stage", which would get another value.
  Review the policy before you apply the plan.
    arn:aws:kms:eu-central-1:111122223333:key/1
    arn:aws:kms:eu-central-1:111122223333:key/6
    and 10 more

Plan: 2 resources to change (2 tags to add, 1 to change, 2 to remove), 1,120 unchanged, 5 skipped, 2 unreadable.
aws/111122223333/eu-central-1: 10,000 TagResource calls at 10/s: at least 16 min 40 s.
aws/111122223333/eu-central-1: 1 UntagResource call at 5/s: at least 0.2 s.
broken/-/local: 2 writeTags calls, which no known quota holds back.
Together at least 16 min 40 s, since they run at once.
Digest: sha256:0
To list every resource, add --expand.
`,
  });
});

test("signs are green, yellow and red if color is wanted", async () => {
  const { stdout } = await shown(REVIEW, {}, { FORCE_COLOR: "1" });
  expect(stdout).toContain("  \u001B[32m+\u001B[39m team = payments\n");
  expect(stdout).toContain("  \u001B[33m~\u001B[39m stage: test → production\n");
  expect(stdout).toContain("  \u001B[31m-\u001B[39m old (was x)\n");
  expect(stdout).toContain("\u001B[33mSkipped, conflict\u001B[39m: 1 resource\n");
});

test.each<[Partial<PlanSummary>, string]>([
  [{ resources: 120, unchanged: 120 }, "Nothing to change: all 120 resources already have the desired tags.\n"],
  [{ resources: 1, unchanged: 1 }, "Nothing to change: the resource already has the desired tags.\n"],
  [{}, "Nothing to change: no resource was selected.\n"],
  [
    { resources: 9, unchanged: 2, skipped: { conflict: 3, unsupported: 3 }, unreadable: 1 },
    "Nothing to change: 2 unchanged, 6 skipped, 1 unreadable.\n",
  ],
])("%j changes nothing", async (summary, text) => {
  expect((await shown(planOf([], summary))).stdout).toBe(text);
});

test("tags from outside cannot move the cursor, and cannot be mistaken for something else", async () => {
  const change: PlanEntry = {
    ...base("1\u001B[2J"),
    scope: "aws/\u001B[31m",
    action: "change",
    before: { "a\u202Eb": "\n\u200F", constructor: "\u009B2J", " b": "" },
    set: {
      "line\nbreak": "\u0007",
      "a\u202Eb": "x → y",
      toString: 'say "so"',
      "team = a": String.raw`\u001b`,
      empty: "",
      // An own property, as JSON.parse makes it.
      ...(JSON.parse('{"__proto__":"p"}') as Record<string, string>),
    },
    remove: ["constructor", " b"],
  };
  const skip: PlanEntry = { ...base("2\u2028"), action: "skip", reason: "conflict", detail: "\u001B[1Aof \u2066x" };
  const costs = [{ scope: "aws/\u001B[31m", quota: "\u0008", calls: { writeTags: 1 } }];
  const warnings = [{ rule: "r\u0007", tagKey: "", message: "\u001B", fix: "\n", resources: 1, examples: ["\u007F"] }];
  const { stdout } = await shown(
    planOf([change, skip], { resources: 2, changes: 1, skipped: { conflict: 1 }, tagsAdded: 5, costs, warnings }),
  );
  expect(stdout).toBe(String.raw`arn:aws:kms:eu-central-1:111122223333:key/1\u001b[2J
  + line\u000abreak = \u0007
  ~ a\u202eb: "\n\u200f" → "x → y"
  + toString = "say \"so\""
  + "team = a" = "\\u001b"
  + empty = ""
  + __proto__ = p
  - constructor (was \u009b2J)
  - " b" (was "")

Skipped, conflict: 1 resource
  \u001b[1Aof \u2066x
    arn:aws:kms:eu-central-1:111122223333:key/2\u2028

Warning, r\u0007: 1 resource
  \u001b
  \u000a
    \u007f

Plan: 1 resource to change (5 tags to add, 0 to change, 0 to remove), 0 unchanged, 1 skipped, 0 unreadable.
aws/\u001b[31m: 1 \u0008 call, which no known quota holds back.
Digest: sha256:0
`);
});

test("many different details of one reason are kept short, and the numbers still add up", async () => {
  const entries = Array.from({ length: 9 }, (_, index): PlanEntry => ({
    ...base(String(index)),
    action: "skip",
    reason: "over-limit",
    detail: `It would have ${51 + index} tags; AWS KMS allows 50.`,
  }));
  const { stdout } = await shown(planOf(entries, { resources: 9, skipped: { "over-limit": 9 } }));
  expect(stdout).toContain("Skipped, over-limit: 9 resources\n  It would have 51 tags; AWS KMS allows 50.\n");
  expect(stdout).toContain("have 55 tags");
  expect(stdout).not.toContain("have 56 tags");
  expect(stdout).toContain("key/4\n  and 4 more, with other details\n\n");
});

test.each([0, 1, 9])("as JSON it is one document (%d entries), as JSON lines an entry a line", async (count) => {
  const entries: PlanEntry[] = [];
  for await (const entry of REVIEW.entries()) if (entries.length < count) entries.push(entry);
  const plan = planOf(entries, REVIEW.header.summary);
  const told = `warning: A policy refers to the tag key "stage", which would get another value.
  Review the policy before you apply the plan.
Plan: 2 resources to change (2 tags to add, 1 to change, 2 to remove), 1,120 unchanged, 5 skipped, 2 unreadable.
`;
  const document = await shown(plan, { output: "json" });
  expect(JSON.parse(document.stdout)).toEqual({ formatVersion: 1, header: plan.header, entries });
  expect(document.stdout).toMatch(
    /^\{\n {2}"formatVersion": 1,\n {2}"header": \{\n {4}"schema": "crosstag-plan\/2",\n/,
  );
  expect(document.stdout.endsWith("]\n}\n")).toBe(true);
  expect(document.stderr).toBe(told);
  const lines = await shown(plan, { output: "jsonl" });
  expect(lines.stdout).toBe([{ header: plan.header }, ...entries].map((line) => `${JSON.stringify(line)}\n`).join(""));
  expect(lines.stderr).toBe(told);
});

const changeOf = (id: string, set: Readonly<Record<string, string>>, before = {}): PlanEntry => ({
  ...base(id),
  action: "change",
  before,
  set,
  remove: [],
});

test("equal changes are one block with a count and the first names; --expand shows each by itself", async () => {
  const equal = Array.from({ length: 80 }, (_, index) =>
    changeOf(`a${index}`, { stage: "production" }, { stage: "test", other: String(index) }),
  );
  const [first, ...rest] = equal as [PlanEntry, ...PlanEntry[]];
  const entries: PlanEntry[] = [
    first,
    changeOf("b", { stage: "production" }),
    ...rest,
    changeOf("c", { stage: "production" }, { stage: "old" }),
    { ...base("d"), action: "skip", reason: "conflict", detail: "Two statements conflict." },
    {
      ...base("e"),
      action: "unreadable",
      error: { code: "not-found", message: "There is no such key.", hint: "Look." },
    },
  ];
  const plan = planOf(entries, {
    resources: 84,
    changes: 82,
    skipped: { conflict: 1 },
    unreadable: 1,
    tagsChanged: 81,
  });
  const grouped = await shown(plan);
  expect(grouped.stdout).toMatch(
    new RegExp(
      `^${[
        "Same changes: 80 resources",
        "  ~ stage: test → production",
        ...["a0", "a1", "a2"].map((id) => `    ${arn(id)}`),
        "    and 77 more",
        arn("b"),
        String.raw`  \+ stage = production`,
        arn("c"),
        "  ~ stage: old → production",
        "\nSkipped, conflict: 1 resource\n",
      ].join("\n")}`,
    ),
  );
  expect(grouped.stdout.endsWith("\nTo list every resource, add --expand.\n")).toBe(true);

  const { stdout } = await shownWith({ expand: true }, plan);
  for (const { reference } of equal) expect(stdout).toContain(`${reference}\n  ~ stage: test → production\n`);
  expect(stdout).toContain(`${arn("d")}\n  Skipped, conflict: Two statements conflict.\n`);
  expect(stdout).toContain(
    `${arn("e")}\n  Unreadable, not-found: There is no such key.\n  Look.\n\nPlan: 82 resources`,
  );
  expect(stdout).not.toContain("--expand");
});

test("more different changes than are kept are written in several parts, each resource once", async () => {
  const entries = Array.from({ length: 2_400 }, (_, index) => changeOf(`k${index}`, { number: String(index % 1_200) }));
  const { stdout } = await shown(planOf(entries, { resources: 2_400, changes: 2_400 }));
  const names = stdout.match(/key\/k\d+/g);
  expect(names).toHaveLength(2_400);
  expect(new Set(names)).toHaveLength(2_400);
});
