import { readResourcesToCheck, type Policy } from "@crosstag/compliance";
import { openCrosstag } from "@crosstag/clouds";
import { startLocalClouds } from "@crosstag/local-clouds";
import { expect, onTestFinished, test } from "vitest";

const POLICY: Policy = { version: 1, rules: [{ id: "team", required: ["team"] }] };
const REGIONS = ["us-east-1", "eu-west-1"];

async function open(regions: readonly string[]) {
  const clouds = await startLocalClouds({ aws: { regions: REGIONS, quotas: "off" }, alibaba: false });
  onTestFinished(() => clouds.close());
  const { aws } = clouds;
  const entries = regions.map((region) => [
    region,
    { provider: "aws", region, endpoint: aws.endpoint, kinds: ["key", "secret"] },
  ]);
  const credentials = Object.fromEntries(regions.map((region) => [region, aws.credentials]));
  const crosstag = await openCrosstag({ configuration: { clouds: Object.fromEntries(entries) }, credentials });
  onTestFinished(() => crosstag.close());
  return { aws, crosstag };
}

test("a replica of a secret counts with its primary, and plans leave it alone", async () => {
  const { aws, crosstag } = await open(REGIONS);
  const { arn } = aws.secrets.createSecret({ name: "database", region: "us-east-1", replicas: ["eu-west-1"] });
  const read: string[] = [];
  for await (const { resource } of readResourcesToCheck(crosstag, { policy: POLICY })) read.push(resource.reference);
  expect(read).toEqual([arn]);
  // The engine does not send what AWS refuses.
  const draft = crosstag.planTags({
    desired: { version: 1, statements: [{ select: {}, set: { team: "search" } }] },
    describeStates: "always",
  });
  const actions: (readonly [string, string])[] = [];
  for await (const entry of draft.entries)
    actions.push([entry.reference.split(":")[3] ?? "", entry.action === "skip" ? entry.detail : entry.action]);
  expect(new Map(actions)).toEqual(
    new Map([
      ["eu-west-1", "It is a replica: the cloud copies the tags of its primary in us-east-1. Change them there."],
      ["us-east-1", "change"],
    ]),
  );
});

test("a replica counts by itself if the region of its primary is not read", async () => {
  const { aws, crosstag } = await open(["eu-west-1"]);
  aws.secrets.createSecret({ name: "database", region: "us-east-1", replicas: ["eu-west-1"] });
  const read: string[] = [];
  for await (const { resource } of readResourcesToCheck(crosstag, { policy: POLICY })) read.push(resource.reference);
  expect(read.map((reference) => reference.split(":")[3])).toEqual(["eu-west-1"]);
});
