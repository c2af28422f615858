import { expect, test } from "vitest";
import { selectsCloud, type CloudName } from "../../src/desired/cloud-name.ts";

const SINGLE: CloudName = { entry: "main" };
const SHOP: CloudName = {
  entry: "production",
  account: { id: "111122223333", name: "shop" },
  region: "eu-central-1",
};

test.each([
  ["aws", SINGLE, true],
  ["main", SINGLE, true],
  ["ma*", SINGLE, false],
  ["main/111122223333", SINGLE, false],
  ["aws/111122223333", SINGLE, false],
  ["main", undefined, false],
  ["aws", undefined, true],
  ["production", SHOP, true],
  ["prod*", SHOP, true],
  ["production/shop", SHOP, true],
  ["production/1111*", SHOP, true],
  ["production/2222*", SHOP, false],
  ["production/*/eu-*", SHOP, true],
  ["production/shop/us-*", SHOP, false],
  ["aws/shop", SHOP, true],
  ["test/shop", SHOP, false],
  ["main", SHOP, false],
])("%s for %j: %s", (wanted, name, selected) => {
  expect(selectsCloud(wanted, "aws", name)).toBe(selected);
});

test("a name that looks like the id of another account does not stand for it", () => {
  const account = { id: "999988887777", name: "111122223333" };
  expect(selectsCloud("production/111122223333", "aws", { ...SHOP, account })).toBe(false);
  expect(selectsCloud("production/1111*", "aws", { ...SHOP, account })).toBe(false);
  expect(selectsCloud("production/999988887777", "aws", { ...SHOP, account })).toBe(true);
  expect(selectsCloud("production/4711", "aws", { ...SHOP, account: { ...account, name: "4711" } })).toBe(true);
});

test("a region that is not known may be the one that is named", () => {
  expect(selectsCloud("production/*/us-*", "aws", { entry: "production", account: { id: "1" } })).toBe(true);
});
