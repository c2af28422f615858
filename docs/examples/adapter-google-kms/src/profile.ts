import type { Capability, CharacterRule, DriverOperation } from "@crosstag/core/driver";
import type { KmsProfile, Provenance, Quota, TagRule } from "@crosstag/core/driver";
import { googleReferences } from "./references.ts";

const LABELS = "https://cloud.google.com/kms/docs/labeling-keys";
const REST = "https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys";

const documented = (source: string): Provenance => ({ source, verifiedOn: "2026-11-29", status: "documented" });
const rule = { ...documented(LABELS), severity: "error" } as const;
const oneKey = { resources: 1, tags: 64 };
const yes: { readonly key: Capability } = { key: { support: "yes" } };
const no = (reason: string): typeof yes => ({ key: { support: "no", reason, link: REST } });

/** The rules for keys or for values. The bytes are printed for Secret Manager only, which has the same rules otherwise. */
function textRules(of: "key" | "value", minimum: number, first?: CharacterRule["first"]): readonly TagRule[] {
  const allowed = String.raw`\p{Ll}\p{Lo}\p{N}_\-`;
  const description = "lower-case letters, letters of scripts without case, digits, _ and -";
  const length = { ...rule, check: "length", of, minimum } as const;
  return [
    { ...length, id: `google.${of}-length`, maximum: 63, unit: "code-points" },
    { ...length, id: `google.${of}-bytes`, maximum: 128, unit: "utf8-bytes", status: "assumed" },
    { ...rule, id: `google.${of}-characters`, check: "characters", of, allowed, description, ...(first && { first }) },
  ];
}
const letters = { allowed: String.raw`\p{Ll}\p{Lo}`, description: "lower-case letters, letters without case" };

const permission = (operation: DriverOperation, actions: readonly string[]) => ({
  ...documented("https://cloud.google.com/kms/docs/reference/permissions-and-roles"),
  operation,
  actions: actions.map((action) => `cloudkms.${action}`),
});

/**
 * A quota of a project by the minute. The numbers were documented until 2026-02-16; the limits are dynamic since. The lower old
 * ones are kept, for all locations together, and `quotas` of the configuration changes them.
 */
const quota = (id: string, perMinute: number, operations: readonly DriverOperation[]): Quota => ({
  ...documented("https://cloud.google.com/kms/quotas"),
  status: "assumed",
  id,
  requestsPerSecond: perMinute / 60,
  periodSeconds: 60,
  countedPer: "account",
  covers: operations.map((operation) => ({ operation })),
});

/** Everything about Google Cloud KMS that is data. The engine plans, checks and paces from it. */
export const googleProfile: KmsProfile = {
  provider: "google",
  title: "Google Cloud KMS",
  kinds: [{ kind: "key", title: "key", plural: "keys" }],
  references: googleReferences,
  capabilities: {
    writeTags: yes,
    removeTags: yes,
    removeAllTags: yes,
    readTags: yes,
    describeResource: yes,
    listResources: yes,
    deleteKeyMaterial: yes,
    resolveAlias: no("Keys have no aliases."),
    listAliases: no("Keys have no aliases."),
    readAccessPolicy: no("No IAM policy can refer to the labels of a key."),
    listKeyMaterials: no("The list of versions does not say which of them is primary."),
    readLastUse: no("The KMS API does not report when a key was last used."),
  },
  limits: { writeTags: { key: oneKey }, removeTags: { key: oneKey }, readTags: { key: oneKey } },
  // A PATCH replaces the whole map, and a key has no etag.
  writes: { style: "replace", versioned: false },
  rules: {
    provider: "google",
    title: "Google Cloud KMS",
    rules: [
      ...textRules("key", 1, letters),
      ...textRules("value", 0),
      { ...rule, id: "google.labels-per-key", check: "count", maximum: 64 },
    ],
  },
  // Labels belong to the key. The states are those of its versions.
  stateRules: [],
  keyMaterialDeletion: {
    effect: "scheduled",
    undo: "Until that date `gcloud kms keys versions restore` takes it back; the version is then disabled. After it, only an import of the same material restores it.",
    consequences: ["Nothing can be encrypted, decrypted, signed or verified with the primary version from now on."],
    copies:
      "The cloud keeps the material until the date, 30 days from now unless the key was made with another period.",
  },
  quotas: [
    quota("write", 60, ["writeTags", "removeTags", "deleteKeyMaterial"]),
    quota("read", 300, ["readTags", "describeResource", "listResources"]),
  ],
  permissions: [
    permission("writeTags", ["cryptoKeys.get", "cryptoKeys.update"]),
    permission("removeTags", ["cryptoKeys.get", "cryptoKeys.update"]),
    permission("readTags", ["cryptoKeys.get"]),
    permission("describeResource", ["cryptoKeys.get"]),
    permission("listResources", ["keyRings.list", "cryptoKeys.list"]),
    permission("deleteKeyMaterial", ["cryptoKeyVersions.destroy"]),
  ],
  readTagsHidesUnknown: false,
  sendsFullNames: true,
};
