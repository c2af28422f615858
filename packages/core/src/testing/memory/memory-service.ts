import type {
  AccessPolicy,
  DeleteKeyMaterialReceipt,
  KeyMaterialList,
  KmsProfile,
  TagRow,
} from "../../driver/kms-driver.ts";
import type { KeyFacts, ResourceDescription } from "../../model/resource-description.ts";
import type { Reference, ResourceKind } from "../../model/reference.ts";
import type { TagSet } from "../../model/tag-set.ts";
import { tagLimit } from "../../rules/check-tags.ts";
import type { MemoryCloudOptions } from "./memory-cloud-options.ts";
import type { MemoryErrorCode } from "./memory-error.ts";
import { changeResource, currentVersion, visibleVersion } from "./memory-resource.ts";
import type { MemoryResource } from "./memory-resource.ts";
import { countedTags, tagFault } from "./memory-tag-check.ts";

/** Ends the call that is being served with an error of the cloud. */
export type Refuse = (code: MemoryErrorCode, message: string) => never;

/** The operations of the cloud on its state; nothing here waits. */
export interface MemoryService {
  readonly resources: Map<string, MemoryResource>;
  readonly aliases: Map<string, string>;
  /** States that a test has set, by kind and id. */
  readonly accessPolicies: Map<string, unknown>;
  write(kind: ResourceKind, ids: readonly string[], tags: TagSet, refuse: Refuse): void;
  remove(kind: ResourceKind, ids: readonly string[], tagKeys: readonly string[] | "all", refuse: Refuse): void;
  read(kind: ResourceKind, ids: readonly string[], refuse: Refuse): readonly TagRow[];
  describe(resource: Reference, refuse: Refuse): ResourceDescription;
  materials(id: string, refuse: Refuse): KeyMaterialList;
  accessPolicy(resource: Reference, refuse: Refuse): AccessPolicy;
  deleteMaterial(id: string, materialId: string | undefined, refuse: Refuse): DeleteKeyMaterialReceipt;
}

export function createMemoryService(
  profile: KmsProfile,
  scope: { region: string; account: string },
  options: MemoryCloudOptions,
  now: () => number,
): MemoryService {
  const { propagationMs = 0, badResourceInBatch = "refuse-call", materialIds = true } = options;
  const { rules } = profile.rules;
  const maximumTags = tagLimit(profile.rules);
  const resources = new Map<string, MemoryResource>();
  const aliases = new Map<string, string>();
  const accessPolicies = new Map<string, unknown>();

  const find = (kind: ResourceKind, id: string, refuse: Refuse): MemoryResource =>
    resources.get(`${kind}/${id}`) ?? refuse("ResourceNotFound", `No ${kind} has the id ${id}.`);

  const prepareChange = (
    kind: ResourceKind,
    id: string,
    next: (tags: TagSet) => TagSet,
    refuse: Refuse,
  ): (() => void) => {
    const resource = find(kind, id, refuse);
    const current = currentVersion(resource);
    const tags = next(current.tags);
    if (resource.managedBy === "cloud") refuse("ManagedByCloud", `${id} belongs to the cloud.`);
    if (current.state === "pending-deletion") refuse("InvalidState", `${id} is pending deletion.`);
    if (tags.size > current.tags.size && countedTags(tags, rules) > maximumTags) {
      refuse("TagLimitExceeded", `${id} would have the tags ${[...tags].join("; ")}.`);
    }
    return () => changeResource(resource, now(), { tags });
  };

  /** Checks every resource before any is changed; the first bad one ends the call. */
  const change = (kind: ResourceKind, ids: readonly string[], next: (tags: TagSet) => TagSet, refuse: Refuse): void => {
    const changes: (() => void)[] = [];
    const faults: unknown[] = [];
    for (const id of ids) {
      try {
        changes.push(prepareChange(kind, id, next, refuse));
      } catch (fault) {
        faults.push(fault);
      }
    }
    if (faults.length === 0 || badResourceInBatch === "apply-others") for (const apply of changes) apply();
    if (faults.length > 0) throw faults[0];
  };

  return {
    resources,
    aliases,
    accessPolicies,
    write(kind, ids, tags, refuse) {
      const rule = tagFault(tags, rules);
      if (rule !== undefined)
        refuse("TagInvalid", `${rule}: ${[...tags].map(([key, value]) => `${key}=${value}`).join("; ")}`);
      change(kind, ids, (current) => new Map([...current, ...tags]), refuse);
    },
    remove(kind, ids, tagKeys, refuse) {
      const kept = (key: string): boolean =>
        tagKeys === "all" ? countedTags(new Map([[key, ""]]), rules) === 0 : !tagKeys.includes(key);
      change(kind, ids, (current) => new Map([...current].filter(([key]) => kept(key))), refuse);
    },
    read(kind, ids, refuse) {
      return ids.flatMap((id) => {
        const resource = profile.readTagsHidesUnknown ? resources.get(`${kind}/${id}`) : find(kind, id, refuse);
        if (resource === undefined) return [];
        return [...visibleVersion(resource, now() - propagationMs).tags].map(([key, value]) => ({ id, key, value }));
      });
    },
    describe(reference, refuse) {
      const id = reference.alias
        ? (aliases.get(reference.id) ?? refuse("ResourceNotFound", `No alias ${reference.id}.`))
        : reference.id;
      const resource = find(reference.kind, id, refuse);
      const { state } = visibleVersion(resource, now() - propagationMs);
      const text = `mem:kms:${scope.region}:${scope.account}:${resource.kind}/${id}`;
      return {
        reference: { provider: profile.provider, kind: resource.kind, id, alias: false, ...scope, text },
        kind: resource.kind,
        managedBy: resource.managedBy,
        state,
        stateAsGiven: state,
        ...(resource.kind === "key" && { key: keyFacts(resource) }),
      };
    },
    materials(id, refuse) {
      const resource = find("key", id, refuse);
      const { hasMaterial } = visibleVersion(resource, now() - propagationMs);
      const named = materialIds && resource.materialId !== undefined ? { materialId: resource.materialId } : {};
      return { materials: hasMaterial ? [{ ...named, state: "current" as const, imported: true }] : [] };
    },
    accessPolicy({ kind, id }, refuse) {
      find(kind, id, refuse);
      return { document: accessPolicies.get(`${kind}/${id}`) ?? { Statement: [] } };
    },
    deleteMaterial(id, materialId, refuse) {
      const resource = find("key", id, refuse);
      const { state } = currentVersion(resource);
      if (resource.origin !== "external") refuse("OriginInvalid", `The material of ${id} was not imported.`);
      if (materialId !== undefined && materialId !== resource.materialId)
        refuse("MaterialNotFound", `${id} has no material ${materialId}.`);
      changeResource(resource, now(), {
        hasMaterial: false,
        ...(state !== "pending-deletion" && { state: "pending-import" }),
      });
      return materialIds && resource.materialId !== undefined ? { materialId: resource.materialId } : {};
    },
  };

  function keyFacts({ origin, materialId }: MemoryResource): KeyFacts {
    const { support } = profile.capabilities.listKeyMaterials.key ?? { support: "no" };
    return {
      origin,
      ...(materialIds && materialId !== undefined && { currentMaterialId: materialId }),
      ...(origin === "external" && support !== "no" && { severalMaterials: true }),
    };
  }
}
