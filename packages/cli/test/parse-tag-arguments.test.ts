import { expect, test } from "vitest";
import { hintOfReferences, parseTagArguments, refuseContradictions } from "../src/input/parse-tag-arguments.ts";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

test("references, tags and tag keys to remove are distinguished, in any order", () => {
  expect(
    parseTagArguments(["team=payments", ARN, "stage-", "Key=a,Value=b=c", "note=", "secret/db", "key-hzz1"]),
  ).toEqual({
    references: [ARN, "secret/db", "key-hzz1"],
    tags: [
      { key: "team", value: "payments" },
      { key: "a", value: "b=c" },
      { key: "note", value: "" },
    ],
    removals: ["stage"],
  });
});

test("blanks beside = are refused, without the value", () => {
  for (const [text, what] of [
    ["team = x", 'The key of the tag "team" begins or ends with a blank.'],
    ["team= x", 'The value of the tag "team" begins or ends with a blank.'],
    ["Key=team,Value=x ", 'The value of the tag "team" begins or ends with a blank.'],
  ] as const)
    expect(() => parseTagArguments([text])).toThrow(what);
  expect(() => parseTagArguments(["team = x"])).toThrow(
    expect.objectContaining({
      hint: ["Write team=VALUE without blanks. If the blanks belong to the tag: --set 'team =VALUE'"],
    }),
  );
});

test("what looks like a reference is one, with = in it or - at its end", () => {
  const names = ["acs:kms:cn-hangzhou:1234567890:secret/a=b", "secret/a=b", "secret/a-", "alias/x=y", "-", "other"];
  expect(parseTagArguments(names)).toEqual({ references: names, tags: [], removals: [] });
  expect(hintOfReferences(["secret/a=b"], "--set")).toBe(
    '"secret/a=b" is read as a reference. If it is a tag: --set "secret/a=b"',
  );
  expect(hintOfReferences(["secret/a-"], "--key")).toBe(
    '"secret/a-" is read as a reference. If it is a tag: --key "secret/a"',
  );
  expect(hintOfReferences(["secret/a"], "--set")).toBeUndefined();
  // As other programs write tags.
  expect(hintOfReferences([ARN, "owner:zed"], "--set")).toBe(
    "\"owner:zed\" is read as a reference. If it is a tag: 'owner=zed'",
  );
  expect(hintOfReferences([ARN, "qcs::kms:x"], "--set")).toBeUndefined();
  // The sign after the tag key is missing.
  expect(hintOfReferences([ARN, "team"], "--set")).toBe(
    "\"team\" is read as a reference. If it is a tag: 'team=VALUE'",
  );
  expect(hintOfReferences([ARN, "stage"], "--key")).toBe('"stage" is read as a reference. If it is a tag key: stage-');
  // It can be an id.
  expect(hintOfReferences(["team"], "--set")).toBeUndefined();
});

test("a tag key that is set and removed is refused", () => {
  expect(() => refuseContradictions([{ key: "a", value: "1" }], ["b", "a"])).toThrow(
    'The tag key "a" is set and removed.',
  );
  expect(() => refuseContradictions([{ key: "a", value: "1" }], ["b"])).not.toThrow();
});
