import { adapter } from "@crosstag/aws";
import type { ResourceState } from "@crosstag/core/driver";
import type { ConformanceHarness } from "@crosstag/conformance";
import { startLocalClouds } from "@crosstag/local-clouds";
import { localCloudParts } from "./local-cloud-parts.ts";
import type { WireOperations } from "./local-cloud-parts.ts";

const operations: WireOperations = {
  writeTags: ["TagResource"],
  removeTags: ["UntagResource"],
  readTags: ["ListResourceTags"],
  describeResource: ["DescribeKey"],
  listResources: ["ListKeys"],
  listAliases: ["ListAliases"],
  readAccessPolicy: ["GetKeyPolicy"],
  listKeyMaterials: ["ListKeyRotations"],
  readLastUse: ["GetKeyLastUsage"],
  deleteKeyMaterial: ["DeleteImportedKeyMaterial"],
};

const states: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDeletion: "pending-deletion",
  PendingImport: "pending-import",
};

/** The AWS driver on its real SDK, against a separate local cloud of that dialect for each case. */
export function awsHarness(dialect: "aws" | "qkms"): ConformanceHarness {
  return {
    profile: adapter.profile(dialect),
    // A page of ListKeys can hold 1,000.
    manyResources: 2_005,
    create: async () => {
      const clouds = await startLocalClouds({ aws: false, alibaba: false, [dialect]: { quotas: "off" } });
      const cloud = clouds[dialect];
      const { endpoint, region, account, keys } = cloud;
      Object.assign(process.env, clouds.environment());
      const driver = await adapter.createDriver({ dialect, endpoint, region, account });
      let aliases = 0;
      return {
        driver,
        ...localCloudParts(cloud, operations),
        scene: {
          create: (_, { tags = {} } = {}) => keys.createKey({ tags }).arn,
          unknownReference: () => keys.createKey().arn.replace(/[0-9a-f]{12}$/u, "000000000000"),
          createExternalKey: () => keys.createKey({ origin: "EXTERNAL" }).arn,
          createAlias: (key) => {
            const name = `alias/name-${(aliases += 1)}`;
            keys.createAlias(name, key);
            return name;
          },
          createCloudManagedKey: () => keys.createKey({ manager: "AWS" }).arn,
          setAccessPolicy: (key, document) => keys.setPolicy(key, document),
          scheduleDeletion: (key) => keys.setState(key, "PendingDeletion"),
          disable: (key) => keys.setState(key, "Disabled"),
        },
        truth: {
          tagsOf: (key) => keys.tagsOf(key),
          stateOf: (key) => states[keys.describe(key).state] ?? "other",
          hasMaterial: (key) => keys.describe(key).materials.some(({ imported }) => imported),
        },
        close: async () => {
          await driver.close();
          await clouds.close();
        },
      };
    },
  };
}
