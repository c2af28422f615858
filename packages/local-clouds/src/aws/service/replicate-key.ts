import { awsError } from "../protocol/aws-error.ts";
import { tagLengthOf } from "../tags/general-tag-rules.ts";
import { checkEachTag, merge, refuseDuplicates } from "./tag-checks.ts";
import { findKey } from "./find-key.ts";
import { refuseStates, requireCustomerManaged } from "./key-checks.ts";
import { keyMetadata } from "./key-metadata.ts";
import { optionalPolicy, requireJsonObject } from "./policy-checks.ts";
import type { AwsOperation } from "./operation.ts";

/**
 * A replica has its own tags and policy: the ones given here, none of the primary's. It is `Creating` in the answer
 * and, for the time in the settings, to readers. ReplicaTags are absent if there are none (recorded 2024-04-11). After
 * that, a replica with external origin waits for material.
 */
export const replicateKey: AwsOperation = {
  requestsPerSecond: 5,
  changesKey: true,
  run(context) {
    const { account, parameters } = context;
    const keyId = parameters.keyId();
    const regionName = parameters.string("ReplicaRegion", { minimum: 1, maximum: 32 });
    const description = parameters.optionalString("Description", { maximum: 8192 }) ?? "";
    const policy = optionalPolicy(parameters);
    const tags = parameters.tags(parameters.optionalList("Tags") ?? [], tagLengthOf(account.settings));
    parameters.check();

    const primary = findKey(context, keyId);
    requireCustomerManaged(context, primary);
    const { identity } = primary;
    if (identity.primaryRegion !== identity.region) {
      throw awsError("UnsupportedOperationException", `${identity.arn} is not a multi-region primary key.`);
    }
    refuseStates(primary, ["PendingDeletion", "PendingReplicaDeletion", "Creating", "Updating"]);
    const region = account.regions.get(regionName);
    if (region === undefined || regionName === identity.region) {
      throw awsError("UnsupportedOperationException", `${regionName} is not a region to replicate to.`);
    }
    const there = region.items.get(identity.id);
    if (there !== undefined && !account.isGone(there)) {
      throw awsError("AlreadyExistsException", `${account.arnOf(regionName, `key/${identity.id}`)} already exists.`);
    }
    requireJsonObject(policy);
    checkEachTag(tags, account.settings);
    refuseDuplicates(tags);
    const replica = account.createKey({
      ...identity,
      region,
      // "The default value is an empty string", not the primary's description (SDK documentation, verified 2026-11-25).
      description,
      policy,
      tags: merge(new Map(), tags, account.settings, "TagException"),
    });
    const shared = primary.status.current.materials.map((material) =>
      identity.origin === "EXTERNAL" ? { ...material, imported: false } : material,
    );
    const creatingUntil = account.clock.now() + account.settings.replicaCreationMs;
    replica.change({ materials: shared, state: "Creating", creatingUntil });
    return {
      ReplicaKeyMetadata: keyMetadata(account, replica, replica.status.current),
      ReplicaPolicy: replica.policy.current,
      ...(tags.length > 0 && { ReplicaTags: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) }),
    };
  },
};
