import { afterEach, expect, test } from "vitest";
import type { AlibabaSettings } from "@crosstag/local-clouds";
import { call, outcome, tagJson, tagList } from "./support/clients.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { startServer, type TestServer } from "./support/test-server.ts";

const DAY = 24 * 60 * 60 * 1000;
const SecretName = "database";

let server: TestServer;
let clock: ManualClock;
afterEach(() => server.close());

async function start(settings: Partial<AlibabaSettings> = {}): Promise<void> {
  clock = new ManualClock();
  server = await startServer({ settings, clock });
  server.cloud.secrets.createSecret(SecretName, { team: "payments" });
}

test("plans the deletion of a secret, restores it, and deletes it when the window is over", async () => {
  await start();
  expect(await outcome(call(server, "RestoreSecret", { SecretName }))).toBe("409 Rejected.ResourceInUse");
  for (const RecoveryWindowInDays of [6, 31])
    expect(await outcome(call(server, "DeleteSecret", { SecretName, RecoveryWindowInDays }))).toBe(
      "400 InvalidParameter",
    );
  const planned = await call(server, "DeleteSecret", { SecretName, RecoveryWindowInDays: 7 });
  const PlannedDeleteTime = new Date(clock.now() + 7 * DAY).toISOString().replace(".000Z", "Z");
  expect(planned).toMatchObject({ SecretName, PlannedDeleteTime });
  expect(await call(server, "DescribeSecret", { SecretName })).toMatchObject({ PlannedDeleteTime });
  expect(server.cloud.secrets.describe(SecretName).deleteAt).toBe(clock.now() + 7 * DAY);
  const again = { SecretName, SecretData: "x", VersionId: "v1" };
  expect(await outcome(call(server, "CreateSecret", again))).toBe("409 Rejected.ResourceInDeleteWindow");

  await call(server, "RestoreSecret", { SecretName });
  expect(server.cloud.secrets.describe(SecretName).deleteAt).toBeUndefined();
  await call(server, "DeleteSecret", { SecretName });
  clock.advance(30 * DAY - 1);
  expect(await outcome(call(server, "DescribeSecret", { SecretName }))).toBe("200");
  clock.advance(1);
  expect(await outcome(call(server, "DescribeSecret", { SecretName }))).toBe("404 Forbidden.ResourceNotFound");
  expect(await outcome(call(server, "DeleteSecret", { SecretName }))).toBe("404 Forbidden.ResourceNotFound");
});

test("deletes a secret at once on request", async () => {
  await start();
  await call(server, "DeleteSecret", { SecretName, ForceDeleteWithoutRecovery: true });
  expect(await outcome(call(server, "DescribeSecret", { SecretName }))).toBe("404 Forbidden.ResourceNotFound");
});

test.each(["refuse", "accept"] as const)("tagsInDeleteWindow %s", async (tagsInDeleteWindow) => {
  await start({ tagsInDeleteWindow });
  await call(server, "DeleteSecret", { SecretName });
  const batch = { RegionId: "cn-hangzhou", ResourceType: "secret", ResourceId: [SecretName] };
  for (const attempt of [
    call(server, "TagResource", { SecretName, Tags: tagJson({ a: "1" }) }),
    call(server, "TagResources", { ...batch, Tag: tagList({ b: "1" }) }),
    call(server, "UntagResource", { SecretName, TagKeys: '["team"]' }),
    call(server, "UntagResources", { ...batch, TagKey: ["a"] }),
  ])
    expect(await outcome(attempt)).toBe(
      tagsInDeleteWindow === "refuse" ? "409 Rejected.ResourceInDeleteWindow" : "200",
    );
  expect(server.cloud.secrets.tagsOf(SecretName)).toEqual(
    tagsInDeleteWindow === "refuse" ? { team: "payments" } : { b: "1" },
  );
});
