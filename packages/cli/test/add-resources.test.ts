import { startLocalClouds } from "@crosstag/local-clouds";
import { expect, test } from "vitest";
import { addResources } from "../src/commands/local/add-resources.ts";
import { withAccounts } from "../src/commands/local/added-accounts.ts";

test("resources of every kind are added to those of the seed, in each cloud that runs", async () => {
  const seed = { aws: { secrets: [{ name: "own" }] }, alibaba: { secrets: [{ name: "own" }] } };
  await using clouds = await startLocalClouds({ seed });
  const { aws, alibaba } = clouds;
  addResources(clouds, new Set(["aws", "alibaba"]), { keys: 2, secrets: 3, certificates: 1 });
  const names = ["own", "secret-1", "secret-2", "secret-3"];
  expect(aws.secrets.list().map(({ name }) => name)).toEqual(names);
  expect(alibaba.secrets.list().map(({ name }) => name)).toEqual(names);
  expect([aws.keys.list().length, alibaba.keys.list().length, aws.certificates.list().length]).toEqual([2, 2, 1]);
  addResources(clouds, new Set(["alibaba"]), { keys: 1 });
  expect([aws.keys.list().length, alibaba.keys.list().length]).toEqual([2, 3]);
  expect(() => {
    addResources(clouds, new Set(["aws"]), { secrets: 1 });
  }).toThrow('There is a secret "secret-1" in us-east-1 already.');
});

test("added accounts have resources of every kind in every region", async () => {
  const seed = withAccounts({}, 2, { keys: 1, secrets: 2, certificates: 1 });
  await using clouds = await startLocalClouds({ seed });
  const { aws, alibaba } = clouds;
  const [account = ""] = aws.accounts.list().slice(-1);
  expect(aws.in(account).list()).toHaveLength(1);
  expect(aws.secretsIn(account).list()).toHaveLength(2);
  expect(aws.certificatesIn(account).list()).toHaveLength(1);
  const [member = ""] = alibaba.accounts.list().slice(-1);
  const { keys, secrets, certificates } = alibaba.in(alibaba.region, member);
  expect([keys, secrets, certificates].map((scene) => scene.list().length)).toEqual([1, 2, 1]);
  expect(aws.secrets.list()).toEqual([]);
});
