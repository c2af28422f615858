import type { ConformanceCloud, ConformanceHarness } from "@crosstag/conformance";
import type { CloudSettings, ResourceState } from "@crosstag/core/driver";
import { type LocalTencent, startLocalClouds, type TencentSettings } from "@crosstag/local-clouds";
import { adapter } from "@crosstag/tencent";
import { localCloudParts, type WireOperations } from "./local-cloud-parts.ts";

const operations: WireOperations = {
  writeTags: ["TagResources", "AttachResourcesTag"],
  removeTags: ["UnTagResources", "DetachResourcesTag"],
  changeTags: ["ModifyResourceTags"],
  readTags: ["DescribeResourceTagsByResourceIds"],
  describeResource: ["DescribeKey", "DescribeSecret"],
  listResources: ["ListKeyDetail", "ListSecrets"],
  deleteKeyMaterial: ["DeleteImportedKeyMaterial"],
};

const states: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDelete: "pending-deletion",
  PendingImport: "pending-import",
};

interface TencentHarnessOptions {
  /** `ssm`: Secrets Manager. Default: KMS. */
  readonly service?: "ssm";
  /** The assumptions of the driver. */
  readonly assumptions?: CloudSettings["assumptions"];
  /** The actual behavior of the cloud. */
  readonly settings?: Partial<TencentSettings>;
}

/** A driver of Tencent Cloud on its real SDK, against a separate local Tencent Cloud for each case. */
export async function tencentHarness({
  service,
  assumptions,
  settings = {},
}: TencentHarnessOptions = {}): Promise<ConformanceHarness> {
  const made = adapter.services?.find(({ name }) => name === service) ?? adapter;
  const given = { region: "ap-guangzhou", ...(assumptions !== undefined && { assumptions }) };
  return {
    // A driver's data depends on its assumptions. Creating a driver sends nothing.
    profile: await made.createDriver({ ...given, endpoint: "http://127.0.0.1:9" }),
    // More than two pages of 200.
    manyResources: 405,
    create: async () => {
      // A tag that the account does not have takes two calls more, once; packages/tencent tests that.
      const actual = { attachUnknownTag: "create", ...settings } as const;
      const tencentOptions = { quotas: "off", settings: actual } as const;
      const clouds = await startLocalClouds({ aws: false, alibaba: false, tencent: tencentOptions });
      const { tencent } = clouds;
      const { endpoint, account, credentials } = tencent;
      const driver = await made.createDriver({ ...given, endpoint, account, credentials });
      return {
        driver,
        ...localCloudParts(tencent, operations),
        ...(service === undefined ? withKeys(tencent) : withSecrets(tencent)),
        close: async () => {
          await driver.close();
          await clouds.close();
        },
      };
    },
  };
}

/** A short name takes the place of an alias: it is resolved by the same call. */
const shortName = (name: string) => name.slice(name.lastIndexOf("/") + 1);

function withKeys({ keys }: LocalTencent): Pick<ConformanceCloud, "scene" | "truth"> {
  return {
    scene: {
      create: (_kind, { tags = {} } = {}) => keys.createKey({ tags }).name,
      unknownReference: () => {
        const { name } = keys.createKey();
        keys.removeKey(name);
        return name;
      },
      createExternalKey: () => keys.createKey({ origin: "EXTERNAL" }).name,
      createAlias: shortName,
      scheduleDeletion: (key) => keys.setState(key, "PendingDelete"),
      disable: (key) => keys.setState(key, "Disabled"),
    },
    truth: {
      tagsOf: (reference) => keys.tagsOf(reference),
      stateOf: (key) => states[keys.describe(key).state] ?? "other",
      hasMaterial: (key) => keys.describe(key).hasMaterial,
    },
  };
}

const onlyKeys = () => {
  throw new TypeError("Only keys have this.");
};

function withSecrets({ secrets }: LocalTencent): Pick<ConformanceCloud, "scene" | "truth"> {
  let names = 0;
  const create = (tags: Readonly<Record<string, string>> = {}) => {
    names += 1;
    return secrets.createSecret(`secret-${names}`, tags);
  };
  return {
    scene: {
      create: (_kind, { tags } = {}) => create(tags).name,
      unknownReference: () => {
        const { name, secretName } = create();
        secrets.removeSecret(secretName);
        return name;
      },
      createAlias: (name) => `secret/${shortName(name)}`,
      scheduleDeletion: onlyKeys,
      disable: onlyKeys,
    },
    truth: { tagsOf: (reference) => secrets.tagsOf(reference), stateOf: onlyKeys, hasMaterial: onlyKeys },
  };
}
