import { CrosstagError, type ResourceKind } from "@crosstag/core";
import { kindsOf, type DriverOperation, type KmsProfile, type Permission } from "@crosstag/core/driver";

/** What a policy is to allow, by the commands of the program. */
export type PolicyPurpose = "list" | "tag" | "untag" | "delete-key-material";

/** What each command calls, also for looking before it changes something. */
const OPERATIONS: Readonly<Record<PolicyPurpose, readonly DriverOperation[]>> = {
  list: ["listResources", "listAliases", "readTags", "describeResource", "resolveAlias"],
  tag: ["writeTags", "readTags", "describeResource", "resolveAlias"],
  untag: ["removeTags", "removeAllTags", "readTags", "describeResource", "resolveAlias"],
  "delete-key-material": ["describeResource", "resolveAlias", "listKeyMaterials", "readLastUse", "deleteKeyMaterial"],
};

/**
 * The least that the commands need for some kinds, in the cloud's own policy language (IAM, RAM, CAM).
 * @param profiles of the services of one cloud, of its KMS first
 */
export function policyDocument(
  profiles: readonly [KmsProfile, ...KmsProfile[]],
  kinds: readonly ResourceKind[],
  purposes: readonly PolicyPurpose[],
): object {
  const [profile] = profiles;
  const language = profile.policyLanguage;
  if (language === undefined)
    throw new CrosstagError({
      code: "unsupported",
      provider: profile.provider,
      message: `The policy language of ${profile.title} is not known.`,
    });
  const actions = purposes.flatMap((purpose) =>
    profiles
      .flatMap((one) => permissionsFor(one, purpose === "delete-key-material" ? kindsWithMaterial(one) : kinds))
      .filter(({ operation }) => OPERATIONS[purpose].includes(operation))
      .flatMap((permission) => permission.actions),
  );
  const allowed = [...new Set(actions)].toSorted();
  return language.elementCase === "lower"
    ? { version: language.version, statement: [{ effect: "allow", action: allowed, resource: "*" }] }
    : { Version: language.version, Statement: [{ Effect: "Allow", Action: allowed, Resource: "*" }] };
}

/** What a service needs for these of its kinds. */
function permissionsFor(profile: KmsProfile, kinds: readonly ResourceKind[]): readonly Permission[] {
  const own = kindsOf(profile).filter((kind) => kinds.includes(kind));
  if (own.length === 0) return [];
  return profile.permissions.filter(({ kind }) => kind === undefined || own.includes(kind));
}

function kindsWithMaterial(profile: KmsProfile): readonly ResourceKind[] {
  const { deleteKeyMaterial } = profile.capabilities;
  return kindsOf(profile).filter((kind) => (deleteKeyMaterial[kind]?.support ?? "no") !== "no");
}
