import { startLocalClouds } from "@crosstag/local-clouds";
import { expect, it } from "vitest";
import { ManualClock } from "../support/manual-clock.ts";
import { call, outcome, tagList, type Body } from "./support/client.ts";

const dayMs = 24 * 60 * 60 * 1000;

it("secrets are created, listed by tag, scheduled for deletion, restored and deleted", async () => {
  const clock = new ManualClock();
  await using clouds = await startLocalClouds({ aws: false, alibaba: false, tencent: { quotas: "off" }, clock });
  const { tencent } = clouds;
  const ssm = (action: string, parameters: Body = {}): Promise<Body> => call(tencent, "ssm", action, parameters);
  const database = { SecretName: "database" };
  await ssm("CreateSecret", {
    ...database,
    SecretString: "discarded",
    Description: "d",
    Tags: tagList({ team: "web" }),
  });
  tencent.secrets.addMany(25, { team: "data" });
  expect(await ssm("DescribeSecret", database)).toMatchObject({ Description: "d", Status: "Enabled", DeleteTime: 0 });
  const list = async (parameters: Body) => {
    const { TotalCount, SecretMetadatas } = await ssm("ListSecrets", parameters);
    return [TotalCount, (SecretMetadatas as Body[]).map(({ SecretName }) => SecretName)] as const;
  };
  const [total, names] = await list({});
  expect([total, names.length, names[0]]).toEqual([26, 20, "secret-25"]);
  expect(await list({ TagFilters: [{ TagKey: "team", TagValue: ["web"] }] })).toEqual([1, ["database"]]);
  expect(await list({ SearchSecretName: "secret-2", OrderType: 1, Limit: 2 })).toEqual([7, ["secret-2", "secret-20"]]);
  expect(await list({ SecretType: 1 })).toEqual([0, []]);

  const inThirty = { ...database, RecoveryWindowInDays: 30 };
  const steps = [
    await outcome(ssm("CreateSecret", { ...database, SecretString: "x" })),
    await outcome(ssm("CreateSecret", { SecretName: "-", SecretString: "x" })),
    await outcome(ssm("DeleteSecret", inThirty)),
    await outcome(ssm("DisableSecret", database)),
    await outcome(ssm("DeleteSecret", inThirty)),
    await outcome(ssm("EnableSecret", database)),
    await outcome(ssm("RestoreSecret", database)),
    await outcome(ssm("RestoreSecret", database)),
    await outcome(ssm("DisableSecret", database)),
    await outcome(ssm("DeleteSecret", inThirty)),
  ];
  expect(steps).toEqual([
    "ResourceInUse.SecretExists",
    "InvalidParameterValue",
    "FailedOperation",
    "ok",
    "ok",
    "ResourceUnavailable.ResourcePendingDeleted",
    "ok",
    "FailedOperation",
    "ok",
    "ok",
  ]);
  expect(await list({ State: 3 })).toEqual([1, ["database"]]);
  expect(tencent.secrets.tagsOf("database")).toEqual({ team: "web" });
  clock.advance(30 * dayMs);
  expect(await outcome(ssm("DescribeSecret", database))).toBe("ResourceNotFound");
  expect(tencent.secrets.list()).toHaveLength(25);
});
