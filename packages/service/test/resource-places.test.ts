import { openCrosstag, type OpenedCrosstag } from "@crosstag/clouds";
import type { PlanEntry } from "@crosstag/core";
import {
  localAlibabaCredentials,
  localAwsCredentials,
  startLocalClouds,
  type LocalClouds,
} from "@crosstag/local-clouds";
import { afterAll, beforeAll, expect, test } from "vitest";
import { maySeeResource } from "../src/access/may-see-resource.ts";
import { allowReach, planReach } from "../src/plans/plan-reach.ts";
import { createListClouds } from "../src/operations/list-clouds.ts";
import { permittedCaller } from "../src/access/permitted-caller.ts";
import { resourcePlaces, type ResourcePlaces } from "../src/access/resource-places.ts";

let clouds: LocalClouds;
let crosstag: OpenedCrosstag;
let china: OpenedCrosstag;
let places: ResourcePlaces;

beforeAll(async () => {
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" } });
  const { endpoint, account, region } = clouds.aws;
  // Its account is not configured: only the cloud knows it.
  const ofChina = { provider: "alibaba", region: clouds.alibaba.region, endpoint: clouds.alibaba.endpoint };
  const credentials = { china: localAlibabaCredentials };
  china = await openCrosstag({ configuration: { clouds: { china: ofChina } }, credentials });
  crosstag = await openCrosstag({
    configuration: { clouds: { production: { provider: "aws", region, account, endpoint }, china: ofChina } },
    credentials: { ...credentials, production: localAwsCredentials },
  });
  places = resourcePlaces(crosstag);
});
afterAll(async () => {
  await Promise.all([crosstag?.close(), china?.close()]);
  await clouds?.close();
});

const calls = () => clouds.aws.requests.count() + clouds.alibaba.requests.count();

test("a full name says where its resource is, without a call", async () => {
  const aws = `arn:aws:kms:${clouds.aws.region}:${clouds.aws.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const alibaba = `acs:kms:${clouds.alibaba.region}:${clouds.alibaba.account}:key/key-1`;
  const before = calls();
  expect(places.ofFullName(aws)).toEqual([
    { provider: "aws", cloudNames: ["production"], account: clouds.aws.account },
  ]);
  expect(await places.ofNames([aws, alibaba, aws])).toEqual([
    places.ofFullName(aws)[0],
    { provider: "alibaba", cloudNames: ["china"], account: clouds.alibaba.account },
  ]);
  // A cloud that is not configured: the request is refused, but a place is needed for what was written down.
  expect(places.ofFullName(aws.replace(clouds.aws.region, "sa-east-1"))).toEqual([
    { provider: "aws", cloudNames: [], account: clouds.aws.account },
  ]);
  expect(places.ofCloud("china")).toEqual([{ provider: "alibaba", cloudNames: ["china"] }]);
  expect(places.ofCloud("aws")).toEqual([
    {
      provider: "aws",
      cloudNames: ["production", "production/secretsmanager", "production/acm"],
      account: clouds.aws.account,
    },
  ]);
  expect(places.ofCloud("japan")).toEqual([{ provider: "", cloudNames: [] }]);
  expect(places.ofFullName("no name of any cloud")).toEqual([{ provider: "", cloudNames: [] }]);
  expect(calls()).toBe(before);
});

test("short names and aliases are asked for, and what the engine refuses has no place", async () => {
  const key = clouds.alibaba.keys.createKey({});
  clouds.alibaba.keys.createAlias("alias/billing", key.keyId);
  const ofKey = places.ofFullName(key.arn);
  const onlyChina = resourcePlaces(china);
  expect(await onlyChina.ofNames([key.keyId])).toEqual(ofKey);
  expect(await onlyChina.ofNames(["alias/billing"], { resolveAliases: true })).toEqual(ofKey);
  expect(await onlyChina.ofNames(["alias/billing"])).toEqual([]);
  const alias = `acs:kms:${clouds.alibaba.region}:${clouds.alibaba.account}:alias/billing`;
  expect(await places.ofNames([alias], { resolveAliases: true })).toEqual(ofKey);
  expect(await places.ofNames(["not a name of a resource"])).toEqual([]);
  // Either cloud could have it.
  expect(await places.ofNames([key.keyId])).toEqual([]);
});

test("a caller that is limited to accounts is shown the clouds of these accounts, also if only the cloud knows its account", async () => {
  const list = createListClouds({ crosstag, state: { places } });
  const { signal } = new AbortController();
  const until = { ended: undefined, onEnd: () => () => {} };
  const named = async (accounts?: readonly string[]) => {
    const caller = permittedCaller({ name: "ann", operations: ["*"], accounts }, () => new Date());
    const answer = await list({}, { caller, requestId: "1", signal, until });
    return "document" in answer ? answer.document.clouds.map(({ name }) => name) : [];
  };
  const before = calls();
  const production = ["production", "production/secretsmanager", "production/acm"];
  expect(await named()).toEqual([...production, "china"]);
  expect(calls()).toBe(before);
  expect(await named([clouds.alibaba.account])).toEqual(["china"]);
  expect(await named([clouds.aws.account])).toEqual(production);
  expect(await named(["999999999999"])).toEqual([]);
  expect(calls()).toBe(before + 1);
});

test("entries of plans and resources of answers are compared with the permissions of a caller", async () => {
  const reference = `acs:kms:${clouds.alibaba.region}:${clouds.alibaba.account}:key/key-1`;
  const caller = permittedCaller(
    { name: "ann", operations: ["*"], accounts: [clouds.alibaba.account], tagKeys: ["team"] },
    () => new Date(),
  );
  const allow = async (entry: PlanEntry) => allowReach(caller, await planReach(planOf(entry), places));
  const change = {
    action: "change",
    scope: "",
    kind: "key",
    reference,
    before: {},
    set: { team: "a" },
    remove: [],
  } as const;
  await expect(allow(change)).resolves.toBeUndefined();
  await expect(allow({ ...change, remove: ["owner"] })).rejects.toThrow('tag key "owner"');
  const other = `arn:aws:kms:eu-central-1:${"9".repeat(12)}:key/1`;
  const skipped = { action: "skip", scope: "", kind: "key", reason: "conflict", detail: "" } as const;
  await expect(allow({ ...skipped, reference: other })).rejects.toThrow("is not for the account 999999999999");
  expect(maySeeResource(caller, places, reference)).toBe(true);
  expect(maySeeResource(caller, places, "not a name")).toBe(false);
});

function planOf(entry: PlanEntry): { readonly entries: () => AsyncIterable<PlanEntry> } {
  return {
    entries: async function* entries() {
      yield entry;
    },
  };
}
