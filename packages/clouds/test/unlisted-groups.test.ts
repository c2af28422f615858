import { CrosstagError, type UnlistedResources } from "@crosstag/core";
import { expect, test } from "vitest";
import { describeUnlisted, groupUnlisted } from "../src/read/unlisted-groups.ts";

const denied = new CrosstagError({ code: "access-denied", message: "A service control policy denies it." });

const place = (account: string, region: string): UnlistedResources => ({
  provider: "aws",
  account,
  region,
  error: denied,
});

test("accounts with the same problem are named, however alike it is", () => {
  const words = { name: "production", describeError: ({ message }: CrosstagError) => message };
  const describe = (all: readonly UnlistedResources[]) =>
    groupUnlisted(all, words).map((group) => describeUnlisted(group, words));
  expect(describe([place("888899990000", "us-east-1"), place("999900001111", "us-east-1")])).toEqual([
    'The resources of "production" (aws, us-east-1; 2 accounts: 888899990000, 999900001111) could not be listed completely: A service control policy denies it.',
  ]);
  expect(describe([place("888899990000", "us-east-1"), place("888899990000", "eu-west-1")])).toEqual([
    'The resources of "production" (aws, 2 regions; account 888899990000) could not be listed completely: A service control policy denies it.',
  ]);
  const many = Array.from({ length: 500 }, (_, index) => place(String(index), "me-south-1"));
  expect(describe(many)[0]).toContain("500 accounts: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, and 490 more)");
});
