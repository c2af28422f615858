import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

const SHOP = "222233334444";
const LAKE = "333344445555";

let scene: Scene;
let shop: string;
let lake: string;

beforeAll(async () => {
  scene = await openScene();
  const { aws } = scene.clouds;
  aws.accounts.add({ id: SHOP, name: "shop" });
  aws.accounts.add({ id: LAKE, name: "lake", roles: [] });
  shop = aws.in(SHOP).createKey({ tags: { team: "payments" } }).arn;
  lake = aws.in(LAKE).createKey().arn;
  await writeFile(
    join(scene.directory, "crosstag.yaml"),
    [
      "clouds:",
      "  production:",
      "    provider: aws",
      `    endpoint: ${aws.endpoint}`,
      "    organization: {}",
      "    assumeRole: { name: OrganizationAccountAccessRole, region: us-east-1 }",
      `    regions: [${aws.region}]`,
      "",
    ].join("\n"),
  );
});
afterAll(() => scene.close());

test("accounts that named resources are not of are not counted as read", async () => {
  // Names of accounts are looked up in the list of all accounts.
  const selected = ["--account", "shop,lake"];
  for (const [arn, exit] of [
    [shop, 0],
    [lake, 3],
  ] as const)
    for (const command of ["list", "export"]) {
      const commandLine = command === "list" ? [command, arn] : [command, "--resources", "-"];
      const read = await scene.run([...commandLine, ...selected], { input: `${arn}\n` });
      expectExit(read, exit);
      expect(read.stderr).toContain("1 resource");
      expect(read.stderr).not.toMatch(/\d read, /);
    }
  const all = await scene.run(["list", ...selected]);
  expect(all.stderr).toContain("production: 2 accounts: 1 read, 1 not read completely, 0 skipped.");
});
