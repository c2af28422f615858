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

test("a region that is not known may be the one that is named", () => {
  expect(selectsCloud("production/*/us-*", "aws", { entry: "production", account: { id: "1" } })).toBe(true);
});
