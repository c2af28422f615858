import { tagEntries } from "../state/valueless-tags.ts";
import type { Secret, SecretState } from "./state/secret.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The fields that DescribeSecret and ListSecrets have in common. AWS leaves out fields without a value. */
export function secretFields({ identity }: Secret, shown: SecretState, deletedDate: "planned" | "requested"): Fields {
  const { description, kmsKeyId, owningService, primaryRegion, type } = identity;
  const { deletion } = shown;
  return {
    ARN: identity.arn,
    Name: identity.name,
    ...(type !== undefined && { Type: type }),
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ...(shown.rotation && { RotationEnabled: true }),
    LastChangedDate: seconds(shown.lastChangedAt),
    ...(shown.lastAccessedAt !== undefined && { LastAccessedDate: seconds(dayOf(shown.lastAccessedAt)) }),
    ...(deletion !== undefined && {
      DeletedDate: seconds(deletedDate === "planned" ? deletion.plannedAt : deletion.requestedAt),
    }),
    ...(shown.tags !== undefined && { Tags: tagEntries(shown.tags) }),
    ...(owningService !== undefined && { OwningService: owningService }),
    CreatedDate: seconds(identity.createdAt),
    ...(primaryRegion !== undefined && { PrimaryRegion: primaryRegion }),
  };
}

/** The field about the replicas of a secret, if it has any. */
export function replicationStatus({ replicas }: Secret): Fields {
  if (replicas.length === 0) return {};
  return {
    ReplicationStatus: replicas.map(({ identity }) => ({
      Region: identity.region,
      KmsKeyId: "alias/aws/secretsmanager",
      Status: "InSync",
      StatusMessage: "Replication succeeded",
    })),
  };
}

/** Times in JSON are seconds since 1970. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** AWS shows the day of the last access, and not its time. */
function dayOf(milliseconds: number): number {
  return milliseconds - (milliseconds % (24 * 60 * 60 * 1000));
}
