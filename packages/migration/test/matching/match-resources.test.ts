import { expect, test } from "vitest";
import { matchResources, type InventoryEntry } from "../../src/index.ts";

const aws = (id: string, tags: Record<string, string> = {}, alias?: string): InventoryEntry => ({
  provider: "aws",
  kind: "key",
  reference: `arn:aws:kms:eu-central-1:111122223333:key/${id}`,
  ...(alias !== undefined && { alias }),
  tags,
});
const alibaba = (id: string, tags: Record<string, string> = {}, alias?: string): InventoryEntry => ({
  provider: "alibaba",
  kind: "key",
  reference: `acs:kms:cn-hangzhou:1234567890:key/${id}`,
  ...(alias !== undefined && { alias }),
  tags,
});
const landed = ({ pairs }: ReturnType<typeof matchResources>) =>
  pairs.map(({ source, target, by }) => [source.reference.split("/")[1], target.reference.split("/")[1], by]);

const SOURCE = {
  entries: [aws("a", { id: "1" }, "alias/billing"), aws("b", { id: "2" }), aws("c", { id: "" }), aws("d")],
};
const TARGET = { entries: [alibaba("x", { ref: "1" }), alibaba("y", { ref: "2" }), alibaba("z", {}, "alias/pay")] };

test("by full name, by what follows it, and by the id alone", () => {
  for (const from of ["a", "key/a", "arn:aws:kms:eu-central-1:111122223333:key/a"])
    expect(landed(matchResources({ pairs: [{ from, to: "key/x" }] }, SOURCE, TARGET))).toEqual([["a", "x", "pair"]]);
});

test("by alias: as an inventory holds it, or as a cloud resolved it", () => {
  const aliases = [{ from: "alias/billing", to: "alias/pay" }];
  expect(landed(matchResources({ aliases }, SOURCE, TARGET))).toEqual([["a", "z", "alias"]]);
  const names = new Map([["alias/pay", "acs:kms:cn-hangzhou:1234567890:key/y"]]);
  expect(landed(matchResources({ aliases }, SOURCE, { ...TARGET, names }))).toEqual([["a", "y", "alias"]]);
});

test("by a tag; who is named in a pair is not looked for again, and an empty value is none", () => {
  const match = { pairs: [{ from: "b", to: "z" }], tag: { from: "id", to: "ref" } };
  const result = matchResources(match, SOURCE, TARGET);
  expect(landed(result)).toEqual([
    ["b", "z", "pair"],
    ["a", "x", "tag"],
  ]);
  expect(result.unmatched).toEqual([SOURCE.entries[2]?.reference, SOURCE.entries[3]?.reference]);
});

test("by the same kind and id where nothing is said", () => {
  const other = { ...aws("a"), reference: "arn:aws:kms:eu-west-1:111122223333:key/a" };
  const secret: InventoryEntry = { ...other, kind: "secret", reference: "arn:aws:kms:eu-west-1:1:secret/b" };
  const { pairs } = matchResources(undefined, SOURCE, { entries: [other, secret] });
  expect(pairs.map(({ target, by }) => [target.reference, by])).toEqual([[other.reference, "id"]]);
});

test("two sources on one target: both are named, and neither goes", () => {
  const pairs = [
    { from: "a", to: "x" },
    { from: "b", to: "key/x" },
    { from: "d", to: "y" },
  ];
  const result = matchResources({ pairs }, SOURCE, TARGET);
  expect(landed(result)).toEqual([["d", "y", "pair"]]);
  expect(result.problems).toMatchObject([
    { problem: "two-sources", message: expect.stringMatching(/key\/a and .*key\/b would both land on .*key\/x/) },
  ]);
});

test("two with one value of the tag: nobody guesses", () => {
  const source = { entries: [aws("a", { id: "1" }), aws("b", { id: "1" })] };
  const result = matchResources({ tag: { from: "id", to: "ref" } }, source, TARGET);
  expect(result.pairs).toEqual([]);
  expect(result.problems).toMatchObject([{ problem: "ambiguous" }]);
  expect(result.problems[0]?.resources).toHaveLength(3);
});

test("what is not there, what could not be read, what has two meanings, what would land on itself", () => {
  const unread: InventoryEntry = { ...alibaba("u"), error: "access-denied" };
  const twins = [alibaba("t"), { ...alibaba("t"), reference: "acs:kms:cn-beijing:1234567890:key/t" }];
  const { tags: _, ...withoutTags } = unread as InventoryEntry & { tags: unknown };
  const target = { entries: [withoutTags as InventoryEntry, ...twins, ...SOURCE.entries] };
  const pairs = ["nowhere", "u", "t", "a"].map((to) => ({ from: "a", to }));
  const { problems, pairs: found } = matchResources({ pairs }, SOURCE, target);
  expect(found).toEqual([]);
  expect(problems.map(({ problem }) => problem).toSorted()).toEqual(["ambiguous", "itself", "not-found", "unreadable"]);
});

test("by a tag, what could not be read is a problem: it may be anybody's partner", () => {
  const { tags: _, ...named } = alibaba("u") as InventoryEntry & { tags: unknown };
  const target = { entries: [...TARGET.entries, { ...named, error: "access-denied" }] };
  const result = matchResources({ tag: { from: "id", to: "ref" } }, SOURCE, target);
  expect(result.problems).toMatchObject([{ problem: "unreadable", resources: [alibaba("u").reference] }]);
});

test("one source may land on several targets, and a pair that is named twice is one", () => {
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
