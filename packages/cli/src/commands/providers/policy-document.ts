import { CrosstagError } from "@crosstag/core";
import type { DriverOperation, KmsProfile } from "@crosstag/core/driver";

/** What a policy is to allow, by the commands of the program. */
export type PolicyPurpose = "list" | "tag" | "untag" | "delete-key-material";

/** What each command calls, also for looking before it changes something. */
const OPERATIONS: Readonly<Record<PolicyPurpose, readonly DriverOperation[]>> = {
  list: ["listResources", "listAliases", "readTags", "describeResource", "resolveAlias"],
  tag: ["writeTags", "readTags", "describeResource", "resolveAlias"],
  untag: ["removeTags", "removeAllTags", "readTags", "describeResource", "resolveAlias"],
  "delete-key-material": ["describeResource", "resolveAlias", "listKeyMaterials", "readLastUse", "deleteKeyMaterial"],
};

/** The least that the commands need, in the cloud's own policy language (IAM, RAM). */
export function policyDocument(profile: KmsProfile, purposes: readonly PolicyPurpose[]): object {
  const { version } = profile.policyLanguage ?? {};
  if (version === undefined)
    throw new CrosstagError({
      code: "unsupported",
      provider: profile.provider,
      message: `The policy language of ${profile.title} is not known.`,
    });
  const actions = purposes.flatMap((purpose) =>
    profile.permissions
      .filter(
        ({ operation, kind }) =>
          OPERATIONS[purpose].includes(operation) &&
          (purpose !== "delete-key-material" || kind === undefined || kind === "key"),
      )
      .flatMap((permission) => permission.actions),
  );
  return {
    Version: version,
    Statement: [{ Effect: "Allow", Action: [...new Set(actions)].toSorted(), Resource: "*" }],
  };
}
