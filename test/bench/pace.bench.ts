import { createAlibabaKms } from "@crosstag/alibaba";
import { createAwsKms } from "@crosstag/aws";
import { localAlibabaCredentials, localAwsCredentials, startLocalClouds } from "@crosstag/local-clouds";
import { KMSClient, TagResourceCommand } from "@aws-sdk/client-kms";
import { printTable } from "./print-table.ts";

const KEYS = 200;
const IN_FLIGHT = 16;
const QUOTA = 10;

interface PaceRow {
  readonly name: string;
  readonly failed: number;
  readonly callsPerKey: number;
  readonly timeToIdeal: number;
}

/**
 * 200 AWS keys under a quota of 10 calls a second, 16 in flight; and the calls of requests compared with the fewest
 * possible.
 */
export async function runPaceBench(): Promise<void> {
  const rows: PaceRow[] = [];
  for (const name of ["crosstag", "client-kms default", "client-kms adaptive"] as const) rows.push(await paced(name));
  printTable(
    `${KEYS} AWS keys at ${QUOTA} TagResource a second, ${IN_FLIGHT} in flight (ideal ${(KEYS / QUOTA).toFixed(0)} s)`,
    ["", "failed", "calls/key", "time ÷ ideal"],
    rows.map((row) => [row.name, row.failed, row.callsPerKey, row.timeToIdeal]),
  );
  await fewestCalls();
}

async function paced(name: "crosstag" | "client-kms default" | "client-kms adaptive"): Promise<PaceRow> {
  const clouds = await startLocalClouds({ alibaba: false, aws: { quotas: { TagResource: QUOTA } } });
  const keys = clouds.aws.keys.addMany(KEYS).map(({ arn }) => arn);
  const configuration = { endpoint: clouds.aws.endpoint, region: clouds.aws.region, credentials: localAwsCredentials };
  const startedAt = performance.now();
  let failed = 0;
  if (name === "crosstag") {
    const kms = await createAwsKms({ ...configuration, maximumConcurrentCalls: IN_FLIGHT });
    const { counts } = await kms.tagResource({ resources: keys, tags: { team: "payments" }, readFirst: false });
    failed = KEYS - counts.changed;
    await kms.close();
  } else {
    const client = new KMSClient({
      ...configuration,
      ...(name === "client-kms adaptive" && { retryMode: "adaptive" }),
    });
    const waiting = [...keys];
    const worker = async () => {
      for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
        await client
          .send(new TagResourceCommand({ KeyId: key, Tags: [{ TagKey: "team", TagValue: "payments" }] }))
          .catch(() => (failed += 1));
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    client.destroy();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const calls = clouds.aws.requests.count("TagResource");
  await clouds.close();
  return { name, failed, callsPerKey: calls / KEYS, timeToIdeal: seconds / (KEYS / QUOTA) };
}

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

async function fewestCalls(): Promise<void> {
  const clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" } });
  const tags = Object.fromEntries(Array.from({ length: 18 }, (_, number) => [`tag-${number}`, "x"]));
  const alibabaKeys = clouds.alibaba.keys.addMany(1_000, { tags }).map(({ arn }) => arn);
  const awsKeys = clouds.aws.keys.addMany(200, { tags }).map(({ arn }) => arn);
  const alibaba = await createAlibabaKms({
    endpoint: clouds.alibaba.endpoint,
    region: clouds.alibaba.region,
    credentials: localAlibabaCredentials,
    pacing: "off",
  });
  const aws = await createAwsKms({
    endpoint: clouds.aws.endpoint,
    region: clouds.aws.region,
    credentials: localAwsCredentials,
    pacing: "off",
  });
  const rows: (readonly (string | number)[])[] = [];
  const row = async (what: string, fewest: number, work: () => Promise<unknown>) => {
    const before = clouds.alibaba.requests.count() + clouds.aws.requests.count();
    await work();
    rows.push([what, clouds.alibaba.requests.count() + clouds.aws.requests.count() - before, fewest]);
  };
  await row("Alibaba: 3 tags off 120 keys", 3, () =>
    alibaba.untagResource({
      resources: alibabaKeys.slice(0, 120),
      tagKeys: ["tag-0", "tag-1", "tag-2"],
      readFirst: false,
    }),
  );
  await row("Alibaba: 2 tags on 1,000 keys, unread", 20, () =>
    alibaba.tagResource({ resources: alibabaKeys, tags: { team: "a", stage: "b" }, readFirst: false }),
  );
  await row("Alibaba: read 120 keys of 17 tags (pages of 200 rows)", 12, () =>
    drain(alibaba.listTags({ resources: alibabaKeys.slice(0, 120) })),
  );
  await row("AWS: 3 tags off 120 keys", 120, () =>
    aws.untagResource({ resources: awsKeys.slice(0, 120), tagKeys: ["tag-0", "tag-1", "tag-2"], readFirst: false }),
  );
  await row("AWS: an unchanged tag on 200 keys (reads)", 200, () =>
    aws.tagResource({ resources: awsKeys, tags: { "tag-9": "x" } }),
  );
  printTable(
    "Calls compared with the fewest possible",
    ["", "made", "fewest"],
    rows.map(([what, made, fewest]) => [what as string, String(made), String(fewest)]),
  );
  await Promise.all([alibaba.close(), aws.close()]);
  await clouds.close();
}
