import type { DriverOperation } from "../../driver/capabilities.ts";
import type {
  AccessPolicy,
  DeleteKeyMaterialReceipt,
  KeyMaterialList,
  ReplaceReceipt,
  TagRow,
  WriteReceipt,
} from "../../driver/driver-receipts.ts";
import type { ReplaceTagsCall } from "../../driver/driver-calls.ts";
import type { KmsProfile } from "../../driver/kms-profile.ts";
import type { KeyFacts, ResourceDescription } from "../../model/resource-description.ts";
import type { Reference, ResourceKind } from "../../model/reference.ts";
import type { TagSet } from "../../model/tag-set.ts";
import { tagLimit } from "../../rules/check-tags.ts";
import type { MemoryCloudOptions } from "./memory-cloud-options.ts";
import { classifyMemoryError, MemoryCloudError } from "./memory-error.ts";
import type { MemoryErrorCode } from "./memory-error.ts";
import { memoryHead } from "./memory-references.ts";
import {
  changeResource,
  currentVersion,
  versionAt,
  versionOf,
  visibleVersion,
  withoutMaterial,
} from "./memory-resource.ts";
import type { MemoryResource, MemoryResourceVersion } from "./memory-resource.ts";
import { DELETED_AFTER } from "./scheduled-deletion.ts";
import { countedTags, tagFault } from "./memory-tag-check.ts";

/** Ends the call that is being served with an error of the cloud. */
export type Refuse = (code: MemoryErrorCode, message: string) => never;

/** The operations of the cloud on its state; nothing here waits. */
export class MemoryService {
  /** The resources by kind and id. */
  readonly resources = new Map<string, MemoryResource>();
  /** The ids of keys by alias. */
  readonly aliases = new Map<string, string>();
  /** Access policies that a test has set, by kind and id. */
  readonly accessPolicies = new Map<string, unknown>();
  readonly #profile: KmsProfile;
  readonly #scope: MemoryScope;
  readonly #options: MemoryCloudOptions;
  readonly #now: () => number;
  readonly #maximumTags: number;

  /** `now`: milliseconds, as the clock of the cloud shows them. */
  constructor(profile: KmsProfile, scope: MemoryScope, options: MemoryCloudOptions, now: () => number) {
    this.#profile = profile;
    this.#scope = scope;
    this.#options = options;
    this.#now = now;
    this.#maximumTags = tagLimit(profile.rules);
  }

  /** @param options `addsOnly`: a tag that is there with another value is refused; `without`: tag keys to remove as well */
  write(
    kind: ResourceKind,
    ids: readonly string[],
    tags: TagSet,
    { refuse, addsOnly, without = [] }: MemoryWrite,
  ): WriteReceipt {
    const rule = tagFault(tags, this.#profile.rules.rules);
    if (rule !== undefined)
      refuse("TagInvalid", `${rule}: ${[...tags].map(([key, value]) => `${key}=${value}`).join("; ")}`);
    this.#refuseAbsent(kind, ids, without, refuse);
    const add = (current: TagSet, refuseThis: Refuse) => {
      if (addsOnly && [...tags].some(([key, value]) => current.has(key) && current.get(key) !== value))
        refuseThis("TagDiffers", "The resource has a tag of the call with another value.");
      return new Map([...[...current].filter(([key]) => !without.includes(key)), ...tags]);
    };
    return this.#change("writeTags", kind, ids, add, refuse);
  }

  remove(kind: ResourceKind, ids: readonly string[], tagKeys: readonly string[] | "all", refuse: Refuse): WriteReceipt {
    const { rules } = this.#profile.rules;
    if (tagKeys !== "all") this.#refuseAbsent(kind, ids, tagKeys, refuse);
    const kept = (key: string): boolean =>
      tagKeys === "all" ? countedTags(new Map([[key, ""]]), rules) === 0 : !tagKeys.includes(key);
    return this.#change(
      "removeTags",
      kind,
      ids,
      (current) => new Map([...current].filter(([key]) => kept(key))),
      refuse,
    );
  }

  /** Replaces all tags, if they still have the version. */
  replace({ kind, resource, tags, version }: ReplaceTagsCall, refuse: Refuse): ReplaceReceipt {
    const found = this.#find(kind, resource.id, refuse);
    const { tags: current } = currentVersion(found);
    const changed = new Map([...tags].filter(([key, value]) => current.get(key) !== value));
    const rule = tagFault(changed, this.#profile.rules.rules);
    if (rule !== undefined) refuse("TagInvalid", `${rule}: ${[...changed.keys()].join("; ")}`);
    if (this.#isVersioned && version !== versionOf(found))
      refuse("VersionConflict", `${resource.id} has another version than ${version}.`);
    const operation = changed.size > 0 ? "writeTags" : "removeTags";
    this.#prepareChange(operation, kind, resource.id, () => tags, refuse)();
    return this.#isVersioned ? { version: versionOf(found) } : {};
  }

  /** The versions that reads show, by id. Undefined: the cloud has none. */
  versions(kind: ResourceKind, ids: readonly string[]): ReadonlyMap<string, string> | undefined {
    if (!this.#isVersioned) return undefined;
    const known = ids.flatMap((id) => this.resources.get(`${kind}/${id}`) ?? []);
    return new Map(known.map((resource) => [resource.id, versionOf(resource, this.#visible(resource))]));
  }

  get #isVersioned(): boolean {
    const { writes } = this.#profile;
    return writes?.style === "replace" && writes.versioned;
  }

  /** Refuses to remove tag keys that a resource does not have, if the cloud does so. */
  #refuseAbsent(kind: ResourceKind, ids: readonly string[], tagKeys: readonly string[], refuse: Refuse): void {
    if (this.#profile.absentTagKeys !== "refused") return;
    for (const id of ids) {
      const { tags } = currentVersion(this.#find(kind, id, refuse));
      const absent = tagKeys.filter((key) => !tags.has(key));
      if (absent.length > 0) refuse("TagNotFound", `${id} has no tag ${absent.join(", ")}.`);
    }
  }

  read(kind: ResourceKind, ids: readonly string[], refuse: Refuse): readonly TagRow[] {
    return ids.flatMap((id) => {
      const resource = this.#profile.readTagsHidesUnknown
        ? this.resources.get(`${kind}/${id}`)
        : this.#find(kind, id, refuse);
      if (resource === undefined) return [];
      return [...this.#visible(resource).tags].map(([key, value]) => ({ id, key, value }));
    });
  }

  describe(reference: Reference, refuse: Refuse): ResourceDescription {
    const id = reference.alias
      ? (this.aliases.get(reference.id) ?? refuse("ResourceNotFound", `No alias ${reference.id}.`))
      : reference.id;
    const resource = this.#find(reference.kind, id, refuse);
    const { state } = this.#visible(resource);
    const text = `${memoryHead(this.#profile, this.#scope)}${resource.kind}/${id}`;
    return {
      reference: { provider: this.#profile.provider, kind: resource.kind, id, alias: false, ...this.#scope, text },
      kind: resource.kind,
      managedBy: resource.managedBy,
      state,
      stateAsGiven: state,
      ...(resource.kind === "key" && { key: this.#keyFacts(resource) }),
    };
  }

  materials(id: string, refuse: Refuse): KeyMaterialList {
    const resource = this.#find("key", id, refuse);
    const { hasMaterial } = this.#visible(resource);
    if (!hasMaterial) return { materials: [] };
    const material = { ...this.#namedMaterial(resource), ...this.#schedule(resource) };
    return { materials: [{ ...material, state: "current", imported: true }] };
  }

  accessPolicy({ kind, id }: Reference, refuse: Refuse): AccessPolicy {
    this.#find(kind, id, refuse);
    return { document: this.accessPolicies.get(`${kind}/${id}`) ?? { Statement: [] } };
  }

  deleteMaterial(id: string, materialId: string | undefined, refuse: Refuse): DeleteKeyMaterialReceipt {
    const resource = this.#find("key", id, refuse);
    const { state } = currentVersion(resource);
    this.#checkState("deleteKeyMaterial", resource, refuse);
    if (resource.origin !== "external") refuse("OriginInvalid", `The material of ${id} was not imported.`);
    if (materialId !== undefined && materialId !== resource.materialId)
      refuse("MaterialNotFound", `${id} has no material ${materialId}.`);
    const now = this.#now();
    if (this.#profile.keyMaterialDeletion?.effect === "scheduled") {
      const deletionScheduledFor = now + DELETED_AFTER;
      changeResource(resource, now, { deletionScheduledFor });
      return { ...this.#namedMaterial(resource), scheduledFor: deletionScheduledFor };
    }
    changeResource(resource, now, { hasMaterial: false, state: withoutMaterial(state) });
    return this.#namedMaterial(resource);
  }

  /** Checks every resource before any is changed. What a bad one means for the others is an option of the cloud. */
  #change(
    operation: DriverOperation,
    kind: ResourceKind,
    ids: readonly string[],
    next: (tags: TagSet, refuse: Refuse) => TagSet,
    refuseCall: Refuse,
  ): WriteReceipt {
    const { badResourceInBatch = "refuse-call" } = this.#options;
    const namesRefused = badResourceInBatch === "name-refused";
    const refuse = namesRefused ? refuseResource : refuseCall;
    const changes: (() => void)[] = [];
    const faults: { readonly id: string; readonly fault: unknown }[] = [];
    for (const id of ids) {
      try {
        changes.push(this.#prepareChange(operation, kind, id, next, refuse));
      } catch (fault) {
        faults.push({ id, fault });
      }
    }
    const [first] = faults;
    if (first === undefined || badResourceInBatch !== "refuse-call") for (const apply of changes) apply();
    if (first === undefined) return {};
    if (!namesRefused) throw first.fault;
    return { failed: faults.map(({ id, fault }) => ({ id, failure: classifyMemoryError(fault) })) };
  }

  #prepareChange(
    operation: DriverOperation,
    kind: ResourceKind,
    id: string,
    next: (tags: TagSet, refuse: Refuse) => TagSet,
    refuse: Refuse,
  ): () => void {
    const resource = this.#find(kind, id, refuse);
    const current = currentVersion(resource);
    const tags = next(current.tags, refuse);
    if (resource.managedBy === "cloud") refuse("ManagedByCloud", `${id} belongs to the cloud.`);
    this.#checkState(operation, resource, refuse);
    if (tags.size > current.tags.size && countedTags(tags, this.#profile.rules.rules) > this.#maximumTags) {
      refuse("TagLimitExceeded", `${id} would have the tags ${[...tags].join("; ")}.`);
    }
    return () => changeResource(resource, this.#now(), { tags });
  }

  #checkState(operation: DriverOperation, resource: MemoryResource, refuse: Refuse): void {
    const { state } = currentVersion(resource);
    for (const { states, operations, kinds = [resource.kind] } of this.#profile.stateRules ?? [])
      if (states.includes(state) && operations.includes(operation) && kinds.includes(resource.kind))
        refuse("InvalidState", `${resource.id} is ${state}.`);
  }

  #find(kind: ResourceKind, id: string, refuse: Refuse): MemoryResource {
    return this.resources.get(`${kind}/${id}`) ?? refuse("ResourceNotFound", `No ${kind} has the id ${id}.`);
  }

  /** What reads show: changes take a time to be seen. */
  #visible(resource: MemoryResource): MemoryResourceVersion {
    const time = this.#now() - (this.#options.propagationMs ?? 0);
    return versionAt(visibleVersion(resource, time), time);
  }

  #namedMaterial({ materialId }: MemoryResource): { readonly materialId?: string } {
    const { materialIds = true } = this.#options;
    return materialIds && materialId !== undefined ? { materialId } : {};
  }

  #schedule(resource: MemoryResource): { readonly deletionScheduledFor?: number } {
    const { deletionScheduledFor } = this.#visible(resource);
    return deletionScheduledFor === undefined ? {} : { deletionScheduledFor };
  }

  #keyFacts(resource: MemoryResource): KeyFacts {
    const { support } = this.#profile.capabilities.listKeyMaterials["key"] ?? { support: "no" };
    const { materialId: currentMaterialId } = this.#namedMaterial(resource);
    return {
      origin: resource.origin,
      ...this.#schedule(resource),
      ...(currentMaterialId !== undefined && { currentMaterialId }),
      ...(resource.origin === "external" && support !== "no" && { severalMaterials: true }),
    };
  }
}

/** Refuses one resource of a call that the cloud accepts. */
const refuseResource: Refuse = (code, message) => {
  throw new MemoryCloudError(code, message);
};

interface MemoryWrite {
  readonly refuse: Refuse;
  readonly addsOnly: boolean;
  readonly without?: readonly string[];
}

interface MemoryScope {
  readonly region: string;
  readonly account: string;
}
