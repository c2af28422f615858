import type { Capability, DriverOperation, KmsProfile, Provenance } from "@crosstag/core/driver";
import { exampleReferences } from "./references.ts";

/** Every fact about a cloud says where it comes from, and when that was last read. */
const provenance: Provenance = {
  source: "https://example.com/docs/tags",
  verifiedOn: "2026-11-29",
  status: "documented",
};
const rule = { ...provenance, severity: "error" } as const;

const yes: Capability = { support: "yes" };
const no = (reason: string): Capability => ({ support: "no", reason, link: "https://example.com/docs/keys" });

const CHARACTERS = { allowed: "A-Za-z0-9_.:/=+\\-@ ", description: "letters, digits, spaces and _ . : / = + - @" };

const permission = (operation: DriverOperation, action: string) => ({ ...provenance, operation, actions: [action] });

/** Everything about the cloud that is data. The engine plans, checks and paces from it. */
export const exampleProfile: KmsProfile = {
  provider: "example",
  title: "Example cloud",
  kinds: [{ kind: "key", title: "key", plural: "keys" }],
  references: exampleReferences,
  capabilities: {
    writeTags: { key: yes },
    removeTags: { key: yes },
    removeAllTags: { key: no("The cloud removes tags by key only.") },
    readTags: { key: yes },
    describeResource: { key: yes },
    resolveAlias: { key: no("The cloud has no aliases.") },
    listResources: { key: yes },
    listAliases: { key: no("The cloud has no aliases.") },
    readAccessPolicy: { key: no("Keys of the cloud have no policies of their own.") },
    listKeyMaterials: { key: no("A key has one material.") },
    readLastUse: { key: no("The cloud does not record when a key was used.") },
    deleteKeyMaterial: { key: no("The cloud does not import key material.") },
  },
  limits: {
    writeTags: { key: { resources: 1, tags: 10 } },
    removeTags: { key: { resources: 1, tags: 10 } },
    readTags: { key: { resources: 1, tags: 20 } },
  },
  rules: {
    provider: "example",
    title: "Example cloud",
    rules: [
      { ...rule, id: "example.key-length", check: "length", of: "key", minimum: 1, maximum: 64, unit: "code-points" },
      {
        ...rule,
        id: "example.value-length",
        check: "length",
        of: "value",
        minimum: 0,
        maximum: 128,
        unit: "code-points",
      },
      { ...rule, id: "example.key-characters", check: "characters", of: "key", ...CHARACTERS },
      { ...rule, id: "example.value-characters", check: "characters", of: "value", ...CHARACTERS },
      {
        ...rule,
        id: "example.reserved-prefix",
        check: "reserved-prefix",
        of: "key",
        prefixes: ["example:"],
        caseSensitive: true,
      },
      { ...rule, id: "example.tags-per-key", check: "count", maximum: 20 },
    ],
  },
  stateRules: [
    {
      ...provenance,
      states: ["pending-deletion"],
      operations: ["writeTags", "removeTags"],
      reason: "The example cloud does not change the tags of a key that is pending deletion.",
      fix: "Cancel the deletion first, or leave the key out.",
    },
  ],
  quotas: [
    {
      ...provenance,
      id: "write",
      requestsPerSecond: 50,
      covers: [{ operation: "writeTags" }, { operation: "removeTags" }],
    },
    {
      ...provenance,
      id: "read",
      requestsPerSecond: 500,
      covers: [{ operation: "readTags" }, { operation: "describeResource" }, { operation: "listResources" }],
    },
  ],
  permissions: [
    permission("writeTags", "example:TagKey"),
    permission("removeTags", "example:UntagKey"),
    permission("readTags", "example:ListTags"),
    permission("describeResource", "example:DescribeKey"),
    permission("listResources", "example:ListKeys"),
  ],
  readTagsHidesUnknown: false,
  sendsFullNames: false,
};
