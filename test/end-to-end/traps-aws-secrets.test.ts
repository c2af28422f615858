import { driverMethod } from "@crosstag/core/driver";
import { expect, test } from "vitest";
import { openAwsServices } from "./aws-services.ts";
import { firstCode, readOne, refusalOf } from "./two-clouds.ts";

/*
 * What a naive adapter for AWS Secrets Manager gets wrong, over the real SDK and the local cloud. Numbers are those of the
 * list of traps in the project's notes on secrets and certificates.
 */

const team = { team: "payments" };

test("traps 2, 3, 12, 13: tags are read by DescribeSecret, absent lists are empty, and only the difference is sent", async () => {
  await using scene = await openAwsServices({ settings: { secretListDelayMs: 300_000 } });
  const { secrets, requests } = scene.cloud;
  const never = secrets.createSecret({ name: "prod/never" });
  const owned = secrets.createSecret({
    name: "prod/db",
    tags: { "aws:cloudformation:stack-name": "stack", team: "billing", env: "prod" },
  });
  const read = async (resource: string) => {
    const entry = await readOne(scene.crosstag.listTags({ resources: [resource] }));
    return entry.status === "read" ? { ...entry.tags } : entry.error.code;
  };
  expect(await read(never.arn)).toEqual({});
  const { outcomes } = await scene.crosstag.tagResource({ resources: [never.arn, owned.arn], tags: team });
  expect(outcomes.map(({ status }) => status)).toEqual(["changed", "changed"]);
  // A list would show the old tags for five minutes.
  expect(await read(never.arn)).toEqual(team);
  expect(secrets.tagsOf(owned.arn)).toEqual({ "aws:cloudformation:stack-name": "stack", ...team, env: "prod" });
  await scene.crosstag.untagResource({ resources: [never.arn], tagKeys: ["team", "absent"] });
  expect(await read(never.arn)).toEqual({});
  expect([requests.count("ListSecrets"), requests.count("UntagResource"), requests.count("TagResource")]).toEqual([
    0, 1, 2,
  ]);
});

test("traps 7, 8: three spellings are one secret, and a name is resolved only on request", async () => {
  await using scene = await openAwsServices();
  const { secrets, requests } = scene.cloud;
  const { arn } = secrets.createSecret({ name: "prod/db" });
  const spellings = ["secret/prod/db", arn.slice(0, -7), arn, arn.replace(/^.*:secret:/, "secret:")];
  expect(await refusalOf(scene.crosstag.tagResource({ resources: spellings, tags: team }))).toMatchObject({
    code: "invalid-request",
  });
  expect(requests.count("TagResource")).toBe(0);
  const { outcomes } = await scene.crosstag.tagResource({ resources: spellings, tags: team, resolveAliases: true });
  expect(outcomes.map(({ reference, status }) => [reference, status])).toEqual([[arn, "changed"]]);
  expect(requests.count("TagResource")).toBe(1);
});

test("trap 7: the name of a secret can end like the six characters of an ARN", async () => {
  await using scene = await openAwsServices();
  const { secrets } = scene.cloud;
  const { arn } = secrets.createSecret({ name: "db-master" });
  const partial = await scene.crosstag.tagResource({ resources: [arn.slice(0, -7)], tags: team, readFirst: false });
  expect(partial.outcomes[0]).toMatchObject({
    error: { code: "not-found", hint: expect.stringContaining("secret/<name>") },
  });
  const byName = await scene.crosstag.tagResource({
    resources: ["secret/db-master"],
    tags: team,
    resolveAliases: true,
  });
  expect(byName.outcomes).toMatchObject([{ status: "changed", reference: arn }]);
});

test("trap 8: a plan is for the secret, not for a later one with its name", async () => {
  await using scene = await openAwsServices();
  const { secrets } = scene.cloud;
  const old = secrets.createSecret({ name: "prod/db" });
  secrets.removeSecret(old.arn);
  const { arn } = secrets.createSecret({ name: "prod/db" });
  const { outcomes } = await scene.crosstag.tagResource({ resources: [old.arn], tags: team });
  expect([firstCode(outcomes), secrets.tagsOf(arn)]).toEqual(["not-found", {}]);
});

test("traps 9, 10, 11: secrets that are marked for deletion, replicas and secrets of services", async () => {
  await using scene = await openAwsServices({
    regions: ["us-east-1", "eu-west-1"],
    settings: { ownersRefusingTags: ["datasync"] },
  });
  const { secrets, region, regions } = { ...scene.cloud, regions: ["us-east-1", "eu-west-1"] };
  const other = regions.find((name) => name !== region) ?? "";
  const marked = secrets.createSecret({ name: "marked", deletedInDays: 7, tags: { env: "old" } });
  const primary = secrets.createSecret({ name: "shared", region: other, replicas: [region] });
  const replica = primary.arn.replace(other, region);
  const rds = secrets.createSecret({ name: "rds!cluster-1", owningService: "rds" });
  const sync = secrets.createSecret({ name: "aws-datasync!loc-1", owningService: "datasync" });
  const resources = [marked, { arn: replica }, rds, sync].map(({ arn }) => arn);
  const { outcomes, warnings } = await scene.crosstag.tagResource({ resources, tags: team });
  expect(warnings.filter(({ rule }) => rule === "crosstag.owned")).toMatchObject([
    { resource: rds.arn, message: expect.stringContaining('"rds"') as string },
    { resource: sync.arn, message: expect.stringContaining('"datasync"') as string },
  ]);
  expect(outcomes.map((outcome) => ("error" in outcome ? outcome.error.code : outcome.status))).toEqual([
    "invalid-state",
    "invalid-state",
    "changed",
    "managed-by-cloud",
  ]);
  expect(outcomes.map((outcome) => ("error" in outcome ? outcome.error.hint : ""))).toEqual([
    expect.stringContaining("restore-secret"),
    expect.stringContaining("primary secret"),
    "",
    expect.any(String),
  ]);
  // They are read and listed all the same.
  const read = await readOne(scene.crosstag.listTags({ resources: [marked.arn] }));
  expect(read.status === "read" && { ...read.tags }).toEqual({ env: "old" });
  const found = [];
  for await (const entry of scene.crosstag.findResources({ kinds: ["secret"], describe: true })) found.push(entry);
  expect(found.map(({ reference }) => reference).toSorted()).toEqual(resources.toSorted());
  const described = new Map(found.map((entry) => [entry.reference, "description" in entry && entry.description]));
  expect(resources.map((reference) => described.get(reference))).toMatchObject([
    { state: "pending-deletion", managedBy: "customer", deletionAt: expect.any(Number) as number },
    { state: "enabled", primaryRegion: other },
    { managedBy: "cloud", owner: "rds", rotates: false },
    { managedBy: "cloud", owner: "datasync" },
  ]);
});

test("traps 15, 16, 19, 22: errors are known by their names and repeat nothing that they say", async () => {
  await using scene = await openAwsServices({ settings: { secretAccessTagKeys: ["team"] } });
  const { secrets, faults, requests } = scene.cloud;
  const { arn } = secrets.createSecret({ name: "canary-secret" });
  const denied = await scene.crosstag.tagResource({ resources: [arn], tags: { team: "canary" }, readFirst: false });
  expect(denied.outcomes[0]).toMatchObject({ error: { code: "access-denied" } });
  expect(JSON.stringify(denied.outcomes[0])).not.toMatch(/canary"|user\//);
  faults.add({ kind: "throttle", operation: "secretsmanager:TagResource", times: 2 });
  requests.clear();
  // Trap 14: the engine alone repeats a throttled call.
  const { outcomes } = await scene.crosstag.tagResource({ resources: [arn], tags: { env: "prod" }, readFirst: false });
  expect([outcomes[0]?.status, outcomes[0]?.attempts, requests.count("TagResource")]).toEqual(["changed", 3, 3]);
});

test("trap 23: a tag that is there is not sent again, because a write counts as a change of the secret", async () => {
  await using scene = await openAwsServices();
  const { secrets, requests } = scene.cloud;
  const { arn } = secrets.createSecret({ name: "prod/db", tags: team });
  const { lastChangedAt } = secrets.describe(arn);
  const { counts } = await scene.crosstag.tagResource({ resources: [arn], tags: team });
  expect(counts).toMatchObject({ unchanged: 1, changed: 0 });
  expect(requests.count("TagResource")).toBe(0);
  expect(secrets.describe(arn).lastChangedAt).toBe(lastChangedAt);
});

test("traps 27, 28: lists are read to their end, over empty pages, and are not filtered by the service", async () => {
  await using scene = await openAwsServices({ settings: { secretEmptyPages: true } });
  const { secrets, requests } = scene.cloud;
  secrets.addMany(205, { tags: { team: "payments-archive" } });
  const found = [];
  for await (const { reference } of scene.crosstag.findResources({ kinds: ["secret"] })) found.push(reference);
  expect(new Set(found).size).toBe(205);
  expect(requests.count("ListSecrets")).toBe(6);
});

test("one question for the account serves all services of a cloud", async () => {
  await using scene = await openAwsServices();
  const { secrets, keys, requests } = scene.cloud;
  const [secret, key] = [secrets.createSecret({ name: "db" }), keys.createKey()];
  for (const resource of [secret.arn, key.arn]) await scene.crosstag.tagResource({ resources: [resource], tags: team });
  const { outcomes } = await scene.crosstag.tagResource({ resources: [secret.arn, key.arn], tags: { env: "prod" } });
  expect(outcomes.map(({ status }) => status)).toEqual(["changed", "changed"]);
  expect(requests.count("GetCallerIdentity")).toBe(1);
});

test("trap 29: the local cloud refuses what emulators accept: keys of AWS, long keys, and a tag too many", async () => {
  await using scene = await openAwsServices();
  const driver = scene.drivers.find(({ service }) => service === "secretsmanager");
  const { arn } = scene.cloud.secrets.createSecret({ name: "prod/db" });
  const parsed = driver?.references.parse(arn, driver.scope);
  if (driver === undefined || parsed === undefined || !("reference" in parsed)) throw new Error("No driver or secret.");
  const { reference } = parsed;
  const write = driverMethod(driver, "writeTags");
  // As the driver sends them: the engine refuses them before.
  const codeOf = (tags: Readonly<Record<string, string>>) =>
    write(
      { kind: "secret", resources: [reference], tags: new Map(Object.entries(tags)) },
      { signal: new AbortController().signal, timeoutMs: 10_000 },
    ).then(
      () => "accepted",
      (error: unknown) => driver.classify(error).code,
    );
  expect(await codeOf({ "aws:team": "payments" })).toBe("tag-refused");
  expect(await codeOf({ ["k".repeat(129)]: "v" })).toBe("refused");
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag-${index}`, "v"]));
  expect(await codeOf({ ...fifty, more: "v" })).toBe("refused");
  expect(scene.cloud.secrets.tagsOf(arn)).toEqual({});
  expect(await codeOf(fifty)).toBe("accepted");
  // No source has the error for it.
  expect(await codeOf({ more: "v" })).toBe("refused");
});

test("the rates of the account are those of Service Quotas, whose names have several operations", async () => {
  await using scene = await openAwsServices({ quotas: { "secretsmanager:tagging": 20 } });
  const driver = scene.drivers.find(({ service }) => service === "secretsmanager");
  const { rates } = (await driver?.readQuotas?.({}, { signal: new AbortController().signal, timeoutMs: 10_000 })) ?? {};
  expect(rates).toEqual({
    "secretsmanager.TagResource": 20,
    "secretsmanager.DescribeSecret": 40_000,
    "secretsmanager.ListSecrets": 100,
    "secretsmanager.GetResourcePolicy": 50,
  });
});
