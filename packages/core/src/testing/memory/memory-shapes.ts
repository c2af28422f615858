import { DRIVER_OPERATIONS } from "../../driver/capabilities.ts";
import type { Quota } from "../../driver/quota.ts";
import { CHANGE_SHAPE } from "../../driver/write-shapes.ts";
import { LABEL_RULES } from "./label-rules.ts";
import type { MemoryCloudOptions } from "./memory-cloud-options.ts";
import { memoryRules, notSupported } from "./memory-profile.ts";

const yes = { support: "yes" } as const;
const provenance = { source: "the memory cloud itself", verifiedOn: "2026-11-22", status: "observed" } as const;

/** Keys only, one resource a call, 50 tags of any script, materials with ids, slow writes and fast reads. */
export const ONE_BY_ONE_SHAPE: MemoryCloudOptions = {
  kinds: ["key"],
  resourcesPerCall: 1,
  tagsPerCall: 50,
  rowsPerPage: 50,
  capabilities: { removeAllTags: { key: notSupported("A call must name the tag keys.") } },
  quotas: [
    { ...provenance, id: "tag", requestsPerSecond: 10, covers: [{ operation: "writeTags" }] },
    { ...provenance, id: "untag", requestsPerSecond: 5, covers: [{ operation: "removeTags" }] },
    {
      ...provenance,
      id: "read",
      requestsPerSecond: 2000,
      covers: [{ operation: "readTags" }, { operation: "describeResource" }, { operation: "readAccessPolicy" }],
    },
    { ...provenance, id: "list-materials", requestsPerSecond: 100, covers: [{ operation: "listKeyMaterials" }] },
    { ...provenance, id: "list", requestsPerSecond: 500, covers: [{ operation: "listResources" }] },
    { ...provenance, id: "list-aliases", requestsPerSecond: 500, covers: [{ operation: "listAliases" }] },
    { ...provenance, id: "delete-material", requestsPerSecond: 15, covers: [{ operation: "deleteKeyMaterial" }] },
  ],
};

/**
 * Three kinds, 50 resources × 20 ASCII tags a call (certificates one by one, and unreadable), one bad resource refuses
 * the call, reads are silent about unknown resources.
 */
export const BATCHED_SHAPE: MemoryCloudOptions = {
  kinds: ["key", "secret", "certificate"],
  limits: {
    writeTags: {
      key: { resources: 50, tags: 20 },
      secret: { resources: 50, tags: 20 },
      certificate: { resources: 1, tags: 10 },
    },
    removeTags: {
      key: { resources: 50, tags: 20 },
      secret: { resources: 50, tags: 20 },
      certificate: { resources: 1, tags: 10 },
    },
    readTags: { key: { resources: 50, tags: 200 }, secret: { resources: 50, tags: 200 } },
  },
  capabilities: {
    removeAllTags: { key: yes, secret: yes, certificate: notSupported("A call must name the tag keys.") },
    readTags: { key: yes, secret: yes, certificate: notSupported("The cloud does not show them.") },
    listResources: { key: yes, secret: yes, certificate: notSupported("The cloud does not list them.") },
    describeResource: { key: yes, secret: yes, certificate: notSupported("The cloud does not describe them.") },
    readAccessPolicy: {
      key: notSupported("The cloud has no policies at keys."),
      secret: notSupported("The cloud has no policies at secrets."),
      certificate: notSupported("The cloud has no policies at certificates."),
    },
    listKeyMaterials: {
      key: notSupported("A key has one material at most."),
      secret: notSupported("Only keys have material and aliases."),
      certificate: notSupported("Only keys have material and aliases."),
    },
  },
  rules: memoryRules({
    keyLength: 128,
    valueLength: 128,
    allowed: "A-Za-z0-9/\\\\_\\-.+=:@",
    description: "ASCII letters, digits and / \\ _ - . + = : @",
    tagsPerResource: 20,
  }),
  quotas: [
    {
      ...provenance,
      id: "modify",
      requestsPerSecond: 30,
      covers: [{ operation: "writeTags" }, { operation: "removeTags" }, { operation: "deleteKeyMaterial" }],
    },
    {
      ...provenance,
      id: "read",
      requestsPerSecond: 100,
      covers: [
        { operation: "readTags" },
        { operation: "describeResource" },
        { operation: "listResources" },
        { operation: "listAliases" },
        { operation: "readAccessPolicy" },
        { operation: "listKeyMaterials" },
      ],
    },
  ],
  readTagsHidesUnknown: true,
  materialIds: false,
};

const OTHER_OPERATIONS = DRIVER_OPERATIONS.filter(
  (operation) => operation !== "writeTags" && operation !== "removeTags",
).map((operation) => ({ operation }));

/**
 * Keys only, 10 × 10 or 50 × 1 tags a call, or one key with tags to set and to remove, each with a quota of the account; a
 * success names the keys that were refused.
 */
export const TWO_FORMS_SHAPE: MemoryCloudOptions = {
  kinds: ["key"],
  limits: {
    writeTags: { key: { resources: 10, tags: 10 } },
    removeTags: { key: { resources: 10, tags: 10 } },
    readTags: { key: { resources: 50, tags: 200 } },
    changeTags: { key: { resources: 1, tags: 10 } },
    shapes: {
      writeTags: { key: [{ shape: "attach", resources: 50, tags: 1 }] },
      removeTags: { key: [{ shape: "detach", resources: 50, tags: 1 }] },
    },
  },
  quotas: [
    twenty("tag", { operation: "writeTags", shape: "main" }),
    twenty("change", { operation: "writeTags", shape: CHANGE_SHAPE }),
    twenty("attach", { operation: "writeTags", shape: "attach" }),
    twenty("untag", { operation: "removeTags", shape: "main" }),
    twenty("detach", { operation: "removeTags", shape: "detach" }),
    { ...provenance, id: "read", requestsPerSecond: 100, covers: OTHER_OPERATIONS },
  ],
  badResourceInBatch: "name-refused",
};

function twenty(id: string, covered: Quota["covers"][number]): Quota {
  return { ...provenance, id, requestsPerSecond: 20, countedPer: "account", covers: [covered] };
}

/**
 * Keys with labels: a call replaces all labels of one key, 64 at most, and one quota of each kind for all reads and all
 * writes. The cloud has no versions of the labels.
 */
export const REPLACED_SHAPE: MemoryCloudOptions = {
  kinds: ["key"],
  tagsPerCall: 64,
  rowsPerPage: 64,
  writes: { style: "replace", versioned: false },
  rules: LABEL_RULES,
  capabilities: {
    readAccessPolicy: { key: notSupported("The cloud has no policies at keys.") },
    listKeyMaterials: { key: notSupported("A key has one material at most.") },
  },
  quotas: [
    {
      ...provenance,
      id: "write",
      requestsPerSecond: 1,
      covers: [{ operation: "writeTags" }, { operation: "removeTags" }, { operation: "deleteKeyMaterial" }],
    },
    {
      ...provenance,
      id: "read",
      requestsPerSecond: 5,
      covers: [
        { operation: "readTags" },
        { operation: "describeResource" },
        { operation: "listResources" },
        { operation: "listAliases" },
      ],
    },
  ],
  materialIds: false,
};
