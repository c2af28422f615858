import { expect, test } from "vitest";
import { matchResources, type InventoryEntry } from "../../src/index.ts";

const aws = (id: string, tags: Record<string, string> = {}, alias?: string): InventoryEntry => ({
  provider: "aws",
  kind: "key",
  reference: `arn:aws:kms:eu-central-1:111122223333:key/${id}`,
  ...(alias !== undefined && { aliases: [alias] }),
  tags,
});
const alibaba = (id: string, tags: Record<string, string> = {}, alias?: string): InventoryEntry => ({
  provider: "alibaba",
  kind: "key",
  reference: `acs:kms:cn-hangzhou:1234567890:key/${id}`,
  ...(alias !== undefined && { aliases: [alias] }),
  tags,
});
const landed = ({ pairs }: ReturnType<typeof matchResources>) =>
  pairs.map(({ source, target, by }) => [source.reference.split("/")[1], target.reference.split("/")[1], by]);

const SOURCE = {
  entries: [aws("a", { id: "1" }, "alias/billing"), aws("b", { id: "2" }), aws("c", { id: "" }), aws("d")],
};
const TARGET = { entries: [alibaba("x", { ref: "1" }), alibaba("y", { ref: "2" }), alibaba("z", {}, "alias/pay")] };

test("by full name, by the part after the account, and by the id alone", () => {
  for (const from of ["a", "key/a", "arn:aws:kms:eu-central-1:111122223333:key/a"])
    expect(landed(matchResources({ pairs: [{ from, to: "key/x" }] }, SOURCE, TARGET))).toEqual([["a", "x", "pair"]]);
});

test("by alias: from an inventory, or as a cloud resolved it", () => {
  const aliases = [{ from: "alias/billing", to: "alias/pay" }];
  expect(landed(matchResources({ aliases }, SOURCE, TARGET))).toEqual([["a", "z", "alias"]]);
  const names = new Map([["alias/pay", "acs:kms:cn-hangzhou:1234567890:key/y"]]);
  expect(landed(matchResources({ aliases }, SOURCE, { ...TARGET, names }))).toEqual([["a", "y", "alias"]]);
});

test("by a tag; a resource that a pair names is not matched again, and an empty value does not match", () => {
  const match = { pairs: [{ from: "b", to: "z" }], tag: { from: "id", to: "ref" } };
  const result = matchResources(match, SOURCE, TARGET);
  expect(landed(result)).toEqual([
    ["b", "z", "pair"],
    ["a", "x", "tag"],
  ]);
  expect(result.unmatched).toEqual([SOURCE.entries[2]?.reference, SOURCE.entries[3]?.reference]);
});

test("by the same kind and id by default", () => {
  const other = { ...aws("a"), reference: "arn:aws:kms:eu-west-1:111122223333:key/a" };
  const secret: InventoryEntry = { ...other, kind: "secret", reference: "arn:aws:kms:eu-west-1:1:secret/b" };
  const { pairs } = matchResources(undefined, SOURCE, { entries: [other, secret] });
  expect(pairs.map(({ target, by }) => [target.reference, by])).toEqual([[other.reference, "id"]]);
});

test("two sources with one target: both are named, and neither is paired", () => {
  const pairs = [
    { from: "a", to: "x" },
    { from: "b", to: "key/x" },
    { from: "d", to: "y" },
  ];
  const result = matchResources({ pairs }, SOURCE, TARGET);
  expect(landed(result)).toEqual([["d", "y", "pair"]]);
  expect(result.problems).toMatchObject([
    { problem: "two-sources", message: expect.stringMatching(/key\/a and .*key\/b have the same target .*key\/x/) },
  ]);
});

test("two resources with one value of the tag are not paired", () => {
  const source = { entries: [aws("a", { id: "1" }), aws("b", { id: "1" })] };
  const result = matchResources({ tag: { from: "id", to: "ref" } }, source, TARGET);
  expect(result.pairs).toEqual([]);
  expect(result.problems).toMatchObject([{ problem: "ambiguous" }]);
  expect(result.problems[0]?.resources).toHaveLength(3);
});

test("reports missing, unreadable and ambiguous names, and a resource that is its own target", () => {
  const unread: InventoryEntry = { ...alibaba("u"), error: "access-denied" };
  const twins = [alibaba("t"), { ...alibaba("t"), reference: "acs:kms:cn-beijing:1234567890:key/t" }];
  const { tags: _, ...withoutTags } = unread as InventoryEntry & { tags: unknown };
  const target = { entries: [withoutTags as InventoryEntry, ...twins, ...SOURCE.entries] };
  const pairs = ["nowhere", "u", "t", "a"].map((to) => ({ from: "a", to }));
  const { problems, pairs: found } = matchResources({ pairs }, SOURCE, target);
  expect(found).toEqual([]);
  expect(problems.map(({ problem }) => problem).toSorted()).toEqual(["ambiguous", "itself", "not-found", "unreadable"]);
});

test("by a tag, an unreadable resource is a problem: it may have the tag", () => {
  const { tags: _, ...named } = alibaba("u") as InventoryEntry & { tags: unknown };
  const target = { entries: [...TARGET.entries, { ...named, error: "access-denied" }] };
  const result = matchResources({ tag: { from: "id", to: "ref" } }, SOURCE, target);
  expect(result.problems).toMatchObject([{ problem: "unreadable", resources: [alibaba("u").reference] }]);
});

test("one source may have several targets, and a pair that is named twice counts once", () => {
  const pairs = [
    { from: "a", to: "x" },
    { from: "a", to: "y" },
    { from: "key/a", to: "key/y" },
  ];
  const result = matchResources({ pairs }, SOURCE, TARGET);
  expect(landed(result)).toEqual([
    ["a", "x", "pair"],
    ["a", "y", "pair"],
  ]);
  expect(result.problems).toEqual([]);
});
