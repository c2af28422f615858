import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  KMSClient,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { adapter, createAwsKmsDriver } from "@crosstag/aws";
import type { ConformanceHarness } from "@crosstag/conformance";
import type { DriverMethod, ResourceState } from "@crosstag/core/driver";
import { NotOnLiveCloud } from "../conformance/run-conformance.ts";
import { KeyPool } from "./key-pool.ts";

/** The methods of the driver, by the operation of AWS KMS that each calls. */
const METHODS: Readonly<Record<string, DriverMethod>> = {
  TagResource: "writeTags",
  UntagResource: "removeTags",
  ListResourceTags: "readTags",
  DescribeKey: "describeResource",
  ListKeys: "listResources",
  ListAliases: "listAliases",
  GetKeyPolicy: "readAccessPolicy",
  ListKeyRotations: "listKeyMaterials",
  GetKeyLastUsage: "readLastUse",
  DeleteImportedKeyMaterial: "deleteKeyMaterial",
};

const STATES: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDeletion: "pending-deletion",
  PendingImport: "pending-import",
};

/** What the suite cannot do in an account that has other keys. */
export const SKIPPED: Readonly<Record<string, string>> = {
  "finding resources": "the account can have other keys",
  "access policies": "a policy can lock the account out of its key",
};

/** The place of a harness. */
interface HarnessPlace {
  readonly region: string;
  readonly account: string;
  readonly endpoint?: string;
}

/** The driver of AWS KMS on keys of a live account. `kms` sets the scene; the driver has a client of its own. */
export function keyHarness(
  kms: KMSClient,
  { region, account, endpoint }: HarnessPlace,
  run: string,
  created: (id: string) => void,
): ConformanceHarness {
  const pool = new KeyPool(kms, run, created);
  const describe = async (id: string) => (await kms.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata;
  return {
    profile: adapter.profile(),
    create: async () => {
      const counts = new Map<string, number>();
      const client = new KMSClient({ region, ...(endpoint !== undefined && { endpoint }) });
      const { requestHandler } = client.config;
      const handle = requestHandler.handle.bind(requestHandler);
      requestHandler.handle = (request, options) => {
        const operation = (request.headers["x-amz-target"] ?? "").replace("TrentService.", "");
        // A call that is canceled before it begins is not sent.
        const signal = options !== undefined && "abortSignal" in options ? options.abortSignal : undefined;
        if (signal?.aborted !== true) counts.set(operation, (counts.get(operation) ?? 0) + 1);
        return handle(request, options);
      };
      const driver = await createAwsKmsDriver({ client, account });
      const aliases: string[] = [];
      return {
        driver,
        scene: {
          create: (_, { tags = {} } = {}) => pool.take("AWS_KMS", tags),
          unknownReference: () => `arn:aws:kms:${region}:${account}:key/00000000-0000-4000-8000-000000000000`,
          createExternalKey: () => pool.take("EXTERNAL", {}),
          createAlias: async (key) => {
            const AliasName = `alias/crosstag-live-${run}-${aliases.length}`;
            await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: key }));
            aliases.push(AliasName);
            return AliasName;
          },
          setAccessPolicy: () => {
            throw new NotOnLiveCloud("a policy can lock the account out of its key");
          },
          scheduleDeletion: async (key) => {
            await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }));
          },
          disable: async (key) => {
            await kms.send(new DisableKeyCommand({ KeyId: key }));
          },
        },
        truth: {
          tagsOf: async (key) => {
            const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: key, Limit: 50 }));
            return Object.fromEntries(Tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
          },
          stateOf: async (key) => STATES[(await describe(key))?.KeyState ?? ""] ?? "other",
          hasMaterial: async (key) => (await describe(key))?.KeyState !== "PendingImport",
        },
        log: {
          calls: (method) =>
            [...counts].reduce(
              (sum, [name, count]) => sum + (method === undefined || METHODS[name] === method ? count : 0),
              0,
            ),
        },
        close: async () => {
          await driver.close();
          client.destroy();
          for (const AliasName of aliases) await kms.send(new DeleteAliasCommand({ AliasName }));
          await pool.giveBack();
        },
      };
    },
  };
}
