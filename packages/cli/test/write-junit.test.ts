import { alibabaKmsProfile } from "@crosstag/alibaba";
import { awsKmsProfile } from "@crosstag/aws";
import { CrosstagError, type OutcomeCounts } from "@crosstag/core";
import { expect, test } from "vitest";
import { writeJUnit, type ReportedOutcome } from "../src/output/write-junit.ts";

const CLOUDS = [awsKmsProfile(), alibabaKmsProfile()];
const COUNTS: OutcomeCounts = { changed: 1, unchanged: 1, skipped: 1, failed: 1, unknown: 1 };
const arn = (name: string) => `arn:aws:kms:eu-central-1:111122223333:key/${name}`;

async function report(
  outcomes: Parameters<typeof writeJUnit>[0],
  counts: OutcomeCounts = COUNTS,
  name = "crosstag run r1",
) {
  let text = "";
  for await (const piece of writeJUnit(outcomes, {
    name,
    counts,
    seconds: 2.5,
    timestamp: "2026-11-22T01:00:00.123+01:00",
    clouds: CLOUDS,
  }))
    text += piece;
  return text;
}

test("a test case for each resource: of an outcome as the run reported it, or as it stands in the journal", async () => {
  const told = { resource: "alias/a", provider: "aws", attempts: 1, requestIds: ["q1"] };
  const outcomes: readonly ReportedOutcome[] = [
    { ...told, reference: arn("1"), status: "changed" },
    { reference: "acs:kms:cn-hangzhou:1234567890:secret/db", status: "unchanged" },
    { ...told, reference: arn("2"), status: "skipped", reason: "changed-since-plan", tagKeys: ["team", "stage"] },
    {
      ...told,
      reference: arn("3"),
      status: "failed",
      error: new CrosstagError({
        code: "access-denied",
        message: "The caller may not tag this key.",
        hint: "Allow kms:TagResource.",
        providerCode: "AccessDeniedException",
      }),
      appliedKeys: ["team"],
    },
    { reference: "somewhere", status: "unknown", code: "deadline-exceeded", message: "No answer came." },
  ];
  expect(await report(outcomes)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="crosstag run r1" tests="5" failures="1" errors="1" skipped="1" time="2.500">
  <testsuite name="crosstag run r1" tests="5" failures="1" errors="1" skipped="1" time="2.500" timestamp="2026-11-22T00:00:00">
    <testcase classname="aws.key" name="arn:aws:kms:eu-central-1:111122223333:key/1" time="0"/>
    <testcase classname="alibaba.secret" name="acs:kms:cn-hangzhou:1234567890:secret/db" time="0"/>
    <testcase classname="aws.key" name="arn:aws:kms:eu-central-1:111122223333:key/2" time="0">
      <skipped message="changed-since-plan: team, stage"/>
    </testcase>
    <testcase classname="aws.key" name="arn:aws:kms:eu-central-1:111122223333:key/3" time="0">
      <failure message="The caller may not tag this key." type="access-denied">The caller may not tag this key.
Allow kms:TagResource.
The cloud calls it AccessDeniedException.
Requests: q1
Changed all the same: team</failure>
    </testcase>
    <testcase classname="crosstag.resource" name="somewhere" time="0">
      <error message="No answer came." type="deadline-exceeded">No answer came.
The change may or may not have been made. Read the tags to find out.</error>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test("what XML cannot hold is replaced, and nothing gets out of its place", async () => {
  const hostile = `]]><a b="c">&'\u0000\u001B\u0085\uD800\uFFFE\u202E\uD83D\uDE00\n\t`;
  const attribute =
    String.raw`]]&gt;&lt;a b=&quot;c&quot;&gt;&amp;&apos;\u0000\u001b\u0085\ud800` +
    "\uFFFD" +
    String.raw`\u202e` +
    "\u{1F600}" +
    String.raw`\u000a\u0009`;
  const text = await report(
    [
      { reference: arn(hostile), status: "failed", code: "internal", message: hostile, appliedKeys: [hostile] },
      { reference: arn("1"), status: "skipped", reason: hostile },
    ],
    { ...COUNTS, changed: 0, unchanged: 0, unknown: 0 },
    hostile,
  );
  expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${attribute}" tests="2" failures="1" errors="0" skipped="1" time="2.500">
  <testsuite name="${attribute}" tests="2" failures="1" errors="0" skipped="1" time="2.500" timestamp="2026-11-22T00:00:00">
    <testcase classname="aws.key" name="arn:aws:kms:eu-central-1:111122223333:key/${attribute}" time="0">
      <failure message="${attribute}" type="internal">${attribute}
Changed all the same: ${attribute}</failure>
    </testcase>
    <testcase classname="aws.key" name="arn:aws:kms:eu-central-1:111122223333:key/1" time="0">
      <skipped message="${attribute}"/>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test("it is written while the outcomes come, none of them kept", async () => {
  let made = 0;
  async function* outcomes(): AsyncGenerator<ReportedOutcome> {
    for (; made < 3; made += 1) yield { reference: arn(String(made)), status: "changed" };
  }
  const suite = {
    name: "r1",
    counts: { ...COUNTS, changed: 3 },
    seconds: 0,
    timestamp: "2026-11-22T00:00:00Z",
    clouds: CLOUDS,
  };
  const seen: number[] = [];
  for await (const piece of writeJUnit(outcomes(), suite)) if (piece.includes("<testcase")) seen.push(made);
  expect(seen).toEqual([0, 1, 2]);
});
