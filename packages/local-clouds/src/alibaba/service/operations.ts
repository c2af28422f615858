import type { Operation } from "./context.ts";
import { cancelKeyDeletion } from "./operations/cancel-key-deletion.ts";
import { createAlias } from "./operations/create-alias.ts";
import { createKey } from "./operations/create-key.ts";
import { createSecret } from "./operations/create-secret.ts";
import { deleteKeyMaterial } from "./operations/delete-key-material.ts";
import { deleteSecret } from "./operations/delete-secret.ts";
import { describeKey } from "./operations/describe-key.ts";
import { describeRegions } from "./operations/describe-regions.ts";
import { describeSecret } from "./operations/describe-secret.ts";
import { disableKey, enableKey } from "./operations/enable-and-disable-key.ts";
import { getParametersForImport } from "./operations/get-parameters-for-import.ts";
import { importKeyMaterial } from "./operations/import-key-material.ts";
import { listAliases } from "./operations/list-aliases.ts";
import { listKeys } from "./operations/list-keys.ts";
import { listResourceTags } from "./operations/list-resource-tags.ts";
import { listSecrets } from "./operations/list-secrets.ts";
import { listTagResources } from "./operations/list-tag-resources.ts";
import { restoreSecret } from "./operations/restore-secret.ts";
import { scheduleKeyDeletion } from "./operations/schedule-key-deletion.ts";
import { setDeletionProtection } from "./operations/set-deletion-protection.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { tagResources } from "./operations/tag-resources.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { untagResources } from "./operations/untag-resources.ts";
import type { QuotaGroup } from "./quotas.ts";

interface OperationEntry {
  readonly carryOut: Operation;
  /** The quota it spends; which operations share one is inferred from the wording of the quota page. */
  readonly quota: QuotaGroup;
}

/** Every operation of the local cloud by its name on the wire. */
export const operations: ReadonlyMap<string, OperationEntry> = new Map(
  Object.entries<OperationEntry>({
    CancelKeyDeletion: { carryOut: cancelKeyDeletion, quota: "modify" },
    CreateAlias: { carryOut: createAlias, quota: "modify" },
    CreateKey: { carryOut: createKey, quota: "createKey" },
    CreateSecret: { carryOut: createSecret, quota: "createSecret" },
    DeleteKeyMaterial: { carryOut: deleteKeyMaterial, quota: "modify" },
    DeleteSecret: { carryOut: deleteSecret, quota: "secrets" },
    DescribeKey: { carryOut: describeKey, quota: "query" },
    DescribeRegions: { carryOut: describeRegions, quota: "query" },
    DescribeSecret: { carryOut: describeSecret, quota: "secrets" },
    DisableKey: { carryOut: disableKey, quota: "modify" },
    EnableKey: { carryOut: enableKey, quota: "modify" },
    GetParametersForImport: { carryOut: getParametersForImport, quota: "modify" },
    ImportKeyMaterial: { carryOut: importKeyMaterial, quota: "modify" },
    ListAliases: { carryOut: listAliases, quota: "query" },
    ListKeys: { carryOut: listKeys, quota: "query" },
    ListResourceTags: { carryOut: listResourceTags, quota: "listResourceTags" },
    ListSecrets: { carryOut: listSecrets, quota: "secrets" },
    ListTagResources: { carryOut: listTagResources, quota: "query" },
    RestoreSecret: { carryOut: restoreSecret, quota: "secrets" },
    ScheduleKeyDeletion: { carryOut: scheduleKeyDeletion, quota: "modify" },
    SetDeletionProtection: { carryOut: setDeletionProtection, quota: "modify" },
    TagResource: { carryOut: tagResource, quota: "modify" },
    TagResources: { carryOut: tagResources, quota: "modify" },
    UntagResource: { carryOut: untagResource, quota: "modify" },
    UntagResources: { carryOut: untagResources, quota: "modify" },
  }),
);
