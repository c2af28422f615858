import { adapter } from "@crosstag/alibaba";
import type { CloudSettings, ResourceState } from "@crosstag/core/driver";
import type { ConformanceHarness } from "@crosstag/conformance";
import { startLocalClouds } from "@crosstag/local-clouds";
import type { AlibabaSettings } from "@crosstag/local-clouds";
import { localCloudParts } from "./local-cloud-parts.ts";
import type { WireOperations } from "./local-cloud-parts.ts";

const operations: WireOperations = {
  writeTags: ["TagResources", "TagResource"],
  removeTags: ["UntagResources", "UntagResource"],
  readTags: ["ListTagResources", "ListResourceTags", "DescribeSecret"],
  describeResource: ["DescribeKey", "DescribeSecret"],
  listResources: ["ListKeys", "ListSecrets"],
  listAliases: ["ListAliases"],
  readAccessPolicy: [],
  listKeyMaterials: [],
  readLastUse: [],
  deleteKeyMaterial: ["DeleteKeyMaterial"],
};

const states: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDeletion: "pending-deletion",
  PendingImport: "pending-import",
};

interface AlibabaHarnessOptions {
  /** The assumptions of the driver. */
  readonly assumptions?: CloudSettings["assumptions"];
  /** The actual behavior of the cloud. */
  readonly settings?: Partial<AlibabaSettings>;
}

/** The Alibaba driver on its real SDK, against a separate local Alibaba Cloud KMS for each case. */
export async function alibabaHarness({
  assumptions,
  settings = {},
}: AlibabaHarnessOptions = {}): Promise<ConformanceHarness> {
  // A driver's data depends on its assumptions. Creating a driver sends nothing.
  const profile =
    assumptions === undefined
      ? adapter.profile()
      : await adapter.createDriver({ endpoint: "http://127.0.0.1:9", region: "cn-hangzhou", assumptions });
  return {
    profile,
    create: async () => {
      const clouds = await startLocalClouds({ aws: false, alibaba: { quotas: "off", settings } });
      const { alibaba } = clouds;
      const { endpoint, region, account, keys, secrets, certificates } = alibaba;
      Object.assign(process.env, clouds.environment());
      const driver = await adapter.createDriver({
        endpoint,
        region,
        account,
        ...(assumptions !== undefined && { assumptions }),
      });
      let names = 0;
      const stores = { key: keys, secret: secrets, certificate: certificates };
      const store = (reference: string) =>
        stores[(reference.split(":").at(-1)?.split("/")[0] ?? "key") as keyof typeof stores];
      const create: Readonly<Record<string, (tags: Readonly<Record<string, string>>) => string>> = {
        key: (tags) => keys.createKey({ tags }).arn,
        secret: (tags) => secrets.createSecret(`secret-${(names += 1)}`, tags).arn,
        certificate: (tags) => certificates.create(tags).arn,
      };
      const createOne = (kind: string, tags: Readonly<Record<string, string>>) => {
        const one = create[kind];
        if (one === undefined) throw new Error(`The cloud has no ${kind}.`);
        return one(tags);
      };
      return {
        driver,
        ...localCloudParts(alibaba, operations),
        scene: {
          create: (kind, { tags = {} } = {}) => createOne(kind, tags),
          unknownReference: (kind) => {
            const known = createOne(kind, {});
            return kind === "secret" ? `${known}-unknown` : `${known.slice(0, -4)}0000`;
          },
          createExternalKey: () => keys.createKey({ origin: "EXTERNAL" }).arn,
          createAlias: (key) => {
            const name = `alias/name-${(names += 1)}`;
            keys.createAlias(name, key);
            return name;
          },
          scheduleDeletion: (key) => keys.setState(key, "PendingDeletion"),
          disable: (key) => keys.setState(key, "Disabled"),
        },
        truth: {
          tagsOf: (reference) => store(reference).tagsOf(reference),
          stateOf: (key) => states[keys.describe(key).state] ?? "other",
          hasMaterial: (key) => keys.describe(key).hasMaterial,
        },
        close: async () => {
          await driver.close();
          await clouds.close();
        },
      };
    },
  };
}
