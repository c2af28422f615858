import { CrosstagError, type RunResult } from "@crosstag/core";
import { expect, test } from "vitest";
import { writeRun, type RunFacts } from "../src/output/write-run.ts";
import { capture } from "./capture.ts";

const arn = (id: number) => `arn:aws:kms:eu-central-1:111122223333:key/${id}`;

const GOOD: RunResult = {
  ended: "complete",
  counts: { changed: 9_996, unchanged: 4, skipped: 0, failed: 0, unknown: 0 },
  changedInPart: 0,
  skipped: {},
  notShown: undefined,
  failures: [],
  calls: { writeTags: 9_996, readTags: 10_000, removeTags: 0 },
  throttled: 0,
  seconds: 1_002.4,
};

const BAD: RunResult = {
  ...GOOD,
  counts: { changed: 5, unchanged: 1, skipped: 14, failed: 7, unknown: 1 },
  skipped: { "not-started": 12, "changed-since-plan": 1, "over-limit": 1, "only-reserved-tags": 0 },
  notShown: { status: "changed", message: "Reading did not show it.", resources: 1, examples: [arn(9)] },
  failures: [
    {
      status: "failed",
      code: "access-denied",
      providerCode: "AccessDeniedException",
      message: "The caller may not tag this key.\u001B[2J",
      hint: "Allow kms:TagResource in the key's policy.",
      resources: 7,
      examples: [arn(1), arn(2), arn(3), arn(4), `${arn(5)}\u202E`],
    },
    { status: "unknown", code: "deadline-exceeded", message: "No answer came.", resources: 1, examples: [arn(8)] },
  ],
  throttled: 1_234,
  calls: {},
  seconds: 0.4,
};

async function shown(result: RunResult, facts: RunFacts, ...world: Parameters<typeof capture>) {
  const { stdout, stderr, ...streams } = capture(...world);
  await writeRun(result, facts, streams);
  return { stdout: stdout(), stderr: stderr() };
}

test("a run that did all: what it did, and how to take it back", async () => {
  expect(await shown(GOOD, { run: "r1", reportFile: "results.xml" })).toEqual({
    stdout: `10,000 resources: 9,996 changed, 4 unchanged, 0 skipped, 0 failed, 0 unknown.
Calls: 9,996 writeTags, 10,000 readTags; 0 throttled; 16 min 42 s.
`,
    stderr: `Report: results.xml
To undo it: crosstag undo r1
To show it: crosstag runs show r1
`,
  });
});

test("a run that did not: failures by cause with the hint, what was left alone and why", async () => {
  const text = String.raw`Failed, access-denied (AccessDeniedException): 7 resources
  The caller may not tag this key.\u001b[2J
  Allow kms:TagResource in the key's policy.
    arn:aws:kms:eu-central-1:111122223333:key/1
    arn:aws:kms:eu-central-1:111122223333:key/2
    arn:aws:kms:eu-central-1:111122223333:key/3
    arn:aws:kms:eu-central-1:111122223333:key/4
    arn:aws:kms:eu-central-1:111122223333:key/5\u202e
    and 2 more

Unknown, deadline-exceeded: 1 resource
  No answer came.
  The change may or may not have been made. Read the tags to find out.
    arn:aws:kms:eu-central-1:111122223333:key/8

Skipped, not-started: 12 resources
  The run stopped before anything was sent for them: resume it.

Skipped, changed-since-plan: 1 resource
  Their tags are no longer what they were when the plan was made: make a new plan.

Skipped, over-limit: 1 resource
  They have more tags than when the plan was made, and would exceed their cloud's limit: remove some, then make a new plan.

Changed, but not confirmed: 1 resource
  Reading did not show it.
    arn:aws:kms:eu-central-1:111122223333:key/9

28 resources: 5 changed, 1 unchanged, 14 skipped, 7 failed, 1 unknown.
Calls: none; 1,234 throttled; 0.4 s.
`;
  expect(await shown(BAD, { run: "r1" })).toEqual({
    stdout: text,
    stderr: `To retry the failed resources: crosstag resume r1
To undo it: crosstag undo r1
To show it: crosstag runs show r1
`,
  });
  const { stdout } = await shown(BAD, {}, {}, { FORCE_COLOR: "1" });
  expect(stdout).toContain("\u001B[31mUnknown, deadline-exceeded\u001B[39m: 1 resource\n");
  expect(stdout).toContain("\u001B[33mSkipped, over-limit\u001B[39m: 1 resource\n");
});

test("changes that could not be read back: how to read them again, and what is in the way", async () => {
  const notRead: RunResult["notRead"] = {
    status: "changed",
    code: "unauthenticated",
    message: "The tags could not be read.",
    resources: 1,
    examples: [arn(1)],
  };
  const stopped = [
    {
      scope: "aws/111122223333/eu-central-1",
      code: "unauthenticated",
      message: "The session has expired.",
      hint: "Renew it.",
    },
  ] as const;
  const { stdout, stderr } = await shown({ ...GOOD, notRead, stopped }, { run: "r1", journal: "runs" });
  expect(stdout).toContain("Changed, but not read back, unauthenticated: 1 resource\n");
  expect(stderr).toBe(`warning: Not all changes could be read back.
  aws/111122223333/eu-central-1: The session has expired. [unauthenticated]
    Renew it.
To read the tags again: crosstag resume r1 --journal runs
To undo it: crosstag undo r1 --journal runs
To show it: crosstag runs show r1 --journal runs
`);
});

const JOURNAL_ERROR = new CrosstagError({ code: "configuration", message: "The disk is full.", hint: "Make room." });

test.each<[RunResult["ended"], Partial<RunResult>, string]>([
  ["interrupted", {}, "error: The run was interrupted. Calls in progress were finished.\n"],
  [
    "too-many-failures",
    {},
    "error: The run stopped because more resources failed than --max-failures allows. Fix the cause first.\n",
  ],
  ["limit", {}, "The run stopped at --limit.\n"],
  [
    "canary-failed",
    {},
    "error: The run stopped because not all of its first resources (--canary) changed as planned. Fix the cause first.\n",
  ],
  [
    "journal-failed",
    { journalError: JOURNAL_ERROR },
    `error: The run stopped because its journal could not be written. Fix that first.
  The disk is full. [configuration]
  Make room.
`,
  ],
])("%s: what happened, and how to continue", async (ended, more, text) => {
  const counts = { ...GOOD.counts, changed: 0, failed: 1 };
  const { stderr } = await shown({ ...GOOD, ...more, counts, ended }, { run: "r1", journal: "my runs/it's" });
  const where = String.raw`--journal 'my runs/it'\''s'`;
  expect(stderr).toBe(
    `${text}${ended === "limit" ? "" : "  "}To continue it: crosstag resume r1 ${where}\nTo undo it: crosstag undo r1 ${where}\nTo show it: crosstag runs show r1 ${where}\n`,
  );
});

test("without a journal nothing can be resumed, and nothing of the kind is said", async () => {
  const { stderr } = await shown({ ...GOOD, ended: "limit" }, {});
  expect(stderr).toBe("The run stopped at --limit.\n");
});

test("with --quiet only errors are written, with how to continue", async () => {
  const { stderr } = await shown({ ...GOOD, ended: "interrupted" }, { run: "r1", journal: "runs" }, { quiet: true });
  expect(stderr).toBe(
    "error: The run was interrupted. Calls in progress were finished.\n  To continue it: crosstag resume r1 --journal runs\n",
  );
});

test("as data it is one object", async () => {
  const result = { ...BAD, ended: "journal-failed", journalError: JOURNAL_ERROR } as const;
  const expected = {
    run: "r1",
    plan: "sha256:0",
    ...BAD,
    ended: "journal-failed",
    journalError: { code: "configuration", message: "The disk is full.", hint: "Make room.", retry: "no" },
  };
  const document = await shown(result, { run: "r1", plan: "sha256:0" }, { output: "json" });
  expect(JSON.parse(document.stdout)).toEqual({ formatVersion: 1, ...expected });
  expect(document.stderr).toContain("28 resources: 5 changed, 1 unchanged, 14 skipped, 7 failed, 1 unknown.\n");
  const line = await shown(result, { run: "r1", plan: "sha256:0" }, { output: "jsonl" });
  expect(line.stdout.split("\n").length).toBe(2);
  expect(JSON.parse(line.stdout)).toEqual(expected);
});

test("what could not be read back is distinguished from what was read and did not show it", async () => {
  const notRead = {
    status: "changed",
    code: "unavailable",
    message: "The tags could not be read.",
    resources: 2,
    examples: [arn(1), arn(2)],
  } as const;
  const { stdout } = await shown({ ...GOOD, notRead }, { run: "r1" });
  expect(stdout).toContain("Changed, but not read back, unavailable: 2 resources\n");
  expect(stdout).not.toContain("not shown");
});
