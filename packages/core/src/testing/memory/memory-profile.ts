import type { CallLimits, CallLimitsByKind } from "../../driver/call-limits.ts";
import { DRIVER_OPERATIONS } from "../../driver/capabilities.ts";
import type { Capabilities, Capability, DriverOperation } from "../../driver/capabilities.ts";
import type { KindProfile, KmsProfile } from "../../driver/kms-profile.ts";
import type { ResourceKind } from "../../model/reference.ts";
import type { StateRule } from "../../driver/state-rule.ts";
import type { TagRule } from "../../rules/tag-rules.ts";
import type { MemoryCloudOptions } from "./memory-cloud-options.ts";
import { MEMORY_KINDS, memoryReferences } from "./memory-references.ts";

const provenance = { source: "the memory cloud itself", verifiedOn: "2026-11-22", status: "observed" } as const;
/** There is nothing to read on about a cloud that only tests know. */
const LINK = "https://example.com/memory-cloud";

/** Any letter, digit or space, some punctuation, 50 tags; `mem:` is kept by the cloud. */
export const DEFAULT_MEMORY_RULES: readonly TagRule[] = memoryRules({
  keyLength: 128,
  valueLength: 256,
  allowed: "\\p{L}\\p{N}\\p{Zs}_.:/=+\\-@",
  description: "letters, digits and spaces of any script, and _ . : / = + - @",
  tagsPerResource: 50,
});

/** The rules of a memory cloud: lengths, characters and the number of tags. */
export function memoryRules(demands: {
  readonly keyLength: number;
  readonly valueLength: number;
  readonly allowed: string;
  readonly description: string;
  readonly tagsPerResource: number;
}): readonly TagRule[] {
  const { keyLength, valueLength, allowed, description, tagsPerResource } = demands;
  const error = { ...provenance, severity: "error" } as const;
  return [
    {
      ...error,
      id: "memory.key-length",
      check: "length",
      of: "key",
      minimum: 1,
      maximum: keyLength,
      unit: "code-points",
    },
    {
      ...error,
      id: "memory.value-length",
      check: "length",
      of: "value",
      minimum: 0,
      maximum: valueLength,
      unit: "code-points",
    },
    { ...error, id: "memory.key-characters", check: "characters", of: "key", allowed, description },
    { ...error, id: "memory.value-characters", check: "characters", of: "value", allowed, description },
    {
      ...error,
      id: "memory.reserved-prefix",
      check: "reserved-prefix",
      of: "key",
      prefixes: ["mem:"],
      caseSensitive: false,
    },
    { ...error, id: "memory.tags-per-resource", check: "count", maximum: tagsPerResource },
    { ...provenance, severity: "warning", id: "memory.case-collision", check: "case-collision" },
  ];
}

/** Resources that are pending deletion keep their tags, and keys that are being made or changed keep their material. */
const DEFAULT_STATE_RULES: readonly StateRule[] = [
  {
    ...provenance,
    states: ["pending-deletion"],
    operations: ["writeTags", "removeTags"],
    reason: "The memory cloud does not change the tags of a resource that is pending deletion.",
    fix: "Cancel the deletion first, or leave the resource out.",
  },
  {
    ...provenance,
    kinds: ["key"],
    states: ["creating", "updating"],
    operations: ["deleteKeyMaterial"],
    reason: "The memory cloud does not delete the material of a key that it is changing.",
    fix: "Try again after the state has changed.",
  },
];

export const notSupported = (reason: string): Capability => ({ support: "no", reason, link: LINK });

/** The profile of a memory cloud with these options. */
export function memoryProfile(options: MemoryCloudOptions): KmsProfile {
  const { service } = options;
  const title = service === undefined ? "Memory cloud" : `Memory ${service}`;
  return {
    provider: "memory",
    title,
    ...(service !== undefined && { service }),
    kinds: kindsOfCloud(options.kinds ?? MEMORY_KINDS),
    references: memoryReferences(service, options.kinds),
    capabilities: capabilitiesOf(options),
    limits: limitsOf(options),
    rules: { provider: "memory", title, rules: options.rules ?? DEFAULT_MEMORY_RULES },
    ...(options.writes !== undefined && { writes: options.writes }),
    ...(options.absentTagKeys !== undefined && { absentTagKeys: options.absentTagKeys }),
    stateRules: options.stateRules ?? DEFAULT_STATE_RULES,
    ...(options.keyMaterialDeletion !== undefined && { keyMaterialDeletion: options.keyMaterialDeletion }),
    quotas:
      options.quotas ??
      DRIVER_OPERATIONS.map((operation) => ({
        ...provenance,
        id: operation,
        requestsPerSecond: 10_000,
        covers: [{ operation }],
      })),
    permissions: DRIVER_OPERATIONS.map((operation) => ({ ...provenance, operation, actions: [`memory:${operation}`] })),
    policyLanguage: { version: "1", tagConditionKeys: ["mem:ResourceTag"] },
    readTagsHidesUnknown: options.readTagsHidesUnknown ?? false,
    sendsFullNames: options.sendsFullNames ?? false,
  };
}

function kindsOfCloud([first = "key", ...others]: readonly ResourceKind[]): KmsProfile["kinds"] {
  return [wordsOf(first), ...others.map(wordsOf)];
}

function wordsOf(kind: ResourceKind): KindProfile {
  return { kind, title: kind, plural: `${kind}s`, ...(kind === "key" && { caseInsensitiveIds: true }) };
}

function byKind<Value>(
  kinds: readonly ResourceKind[],
  value: (kind: ResourceKind) => Value,
): Readonly<Partial<Record<ResourceKind, Value>>> {
  return Object.fromEntries(kinds.map((kind) => [kind, value(kind)]));
}

const KEYS_ONLY: ReadonlySet<DriverOperation> = new Set([
  "listKeyMaterials",
  "deleteKeyMaterial",
  "resolveAlias",
  "listAliases",
]);
const NO_USE = notSupported("The cloud does not record when resources are used.");

function capabilitiesOf({ kinds = MEMORY_KINDS, capabilities = {} }: MemoryCloudOptions): Capabilities {
  const of = (operation: DriverOperation) =>
    byKind(
      kinds,
      (kind): Capability =>
        capabilities[operation]?.[kind] ?? (operation === "readLastUse" ? NO_USE : defaultCapability(operation, kind)),
    );
  return {
    writeTags: of("writeTags"),
    removeTags: of("removeTags"),
    removeAllTags: of("removeAllTags"),
    readTags: of("readTags"),
    describeResource: of("describeResource"),
    resolveAlias: of("resolveAlias"),
    listResources: of("listResources"),
    listAliases: of("listAliases"),
    readAccessPolicy: of("readAccessPolicy"),
    listKeyMaterials: of("listKeyMaterials"),
    readLastUse: of("readLastUse"),
    deleteKeyMaterial: of("deleteKeyMaterial"),
  };
}

function defaultCapability(operation: DriverOperation, kind: ResourceKind): Capability {
  return kind !== "key" && KEYS_ONLY.has(operation)
    ? notSupported("Only keys have material and aliases.")
    : { support: "yes" };
}

function limitsOf(options: MemoryCloudOptions): CallLimits {
  const { kinds = MEMORY_KINDS, resourcesPerCall = 1, tagsPerCall = 50, rowsPerPage = 50, limits } = options;
  const of = (operation: "writeTags" | "removeTags" | "readTags", tags: number): CallLimitsByKind =>
    byKind(kinds, (kind) => limits?.[operation]?.[kind] ?? { resources: resourcesPerCall, tags });
  return {
    writeTags: of("writeTags", tagsPerCall),
    removeTags: of("removeTags", tagsPerCall),
    readTags: of("readTags", rowsPerPage),
    ...(limits?.shapes !== undefined && { shapes: limits.shapes }),
    ...(limits?.changeTags !== undefined && { changeTags: limits.changeTags }),
  };
}
