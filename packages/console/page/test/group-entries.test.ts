import { accountOfScope } from "@crosstag/core/internal";
import { expect, test } from "vitest";
import { changesByAccount, entriesWith, groupEntries, type PlanEntry } from "../plans/group-entries.ts";

const ENTRY = { scope: "aws/111122223333/eu-central-1", kind: "key" };

function change(reference: string, more: Partial<PlanEntry & { action: "change" }> = {}): PlanEntry {
  return { ...ENTRY, action: "change", reference, before: {}, set: {}, remove: [], ...more };
}

function skip(reference: string): PlanEntry {
  return { ...ENTRY, action: "skip", reference, reason: "managed-by-cloud", detail: "The cloud manages it." };
}

function unreadable(reference: string, message: string): PlanEntry {
  return { ...ENTRY, action: "unreadable", reference, error: { code: "access-denied", message, hint: "Allow it." } };
}

test("80 equal changes are one group; a change with another value before is another one", () => {
  const equal = Array.from({ length: 80 }, (_, index) => change(`key-${index}`, { set: { team: "payments" } }));
  const other = change("other", { before: { team: "risk" }, set: { team: "payments" } });
  const unrelated = change("unrelated", { before: { stage: "test" }, set: { team: "payments" } });
  // The largest group comes first, also if another one began before it.
  const { changes } = groupEntries([other, ...equal, unrelated]);
  expect(changes.map(({ entries, changes: [first] }) => [entries.length, first])).toEqual([
    [81, { change: "add", key: "team", value: "payments" }],
    [1, { change: "overwrite", key: "team", before: "risk", value: "payments" }],
  ]);
});

test("tags that are removed first, and keys that every object has, are shown as they are", () => {
  const { changes } = groupEntries([
    change("key-1", {
      before: { old: "1" },
      set: { constructor: "x" },
      remove: ["old", "toString"],
      removeFirst: ["old"],
    }),
  ]);
  expect(changes[0]?.changes).toEqual([
    { change: "add", key: "constructor", value: "x" },
    { change: "remove", key: "old", before: "1", first: true },
    { change: "remove", key: "toString", first: false },
  ]);
});

test("what is skipped and what could not be read is grouped by its reason", () => {
  const { skipped, unreadable: failed } = groupEntries([
    skip("key-1"),
    unreadable("key-2", "Not allowed."),
    skip("key-3"),
    unreadable("key-4", "Not allowed at all."),
  ]);
  expect(skipped.map(({ reason, entries }) => [reason, entries.length])).toEqual([["managed-by-cloud", 2]]);
  expect(failed.map(({ detail, hint }) => [detail, hint])).toEqual([
    ["Not allowed.", "Allow it."],
    ["Not allowed at all.", "Allow it."],
  ]);
});

test("the filter finds names, keys, new values and values that are removed", () => {
  const entries = [
    change("arn:one", { set: { team: "Payments" } }),
    change("arn:two", { before: { owner: "risk" }, remove: ["owner"] }),
  ];
  const found = (text: string) => entriesWith(entries, text).map(({ reference }) => reference);
  expect([found("ARN:"), found("payments"), found(" risk "), found("owner"), found("absent")]).toEqual([
    ["arn:one", "arn:two"],
    ["arn:one"],
    ["arn:two"],
    ["arn:two"],
    [],
  ]);
});

test("resources to change are counted by account, the largest first", () => {
  const entries = [
    change("one"),
    { ...change("two"), scope: "alibaba/1234567890/cn-hangzhou" },
    { ...change("three"), scope: "aws/111122223333/us-east-1" },
  ];
  expect(changesByAccount(entries, accountOfScope)).toEqual([
    ["aws/111122223333", 2],
    ["alibaba/1234567890", 1],
  ]);
});

test("a value that is overwritten or removed is found, and one that stays is not", () => {
  const entries = [
    change("key-1", { before: { team: "risk", stage: "test", old: "gone" }, set: { team: "audit" }, remove: ["old"] }),
  ];
  const found = ["risk", "gone", "audit", "test"].map((text) => entriesWith(entries, text).length);
  expect(found).toEqual([1, 1, 1, 0]);
});
