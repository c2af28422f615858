import type { ResourceKind } from "@crosstag/core";
import type { LiveCloud } from "./live-cloud.ts";

/** What a live cloud has for one kind of resource. */
export interface LivePart extends Pick<
  LiveCloud,
  "roles" | "probes" | "create" | "restore" | "remove" | "findMarked" | "restoreCalls" | "removeCalls"
> {
  /** The kind. */
  readonly kind: ResourceKind;
  /** Whether an id is one of this kind. */
  readonly owns: (id: string) => boolean;
}

/** The secrets of a run, which are the same in each cloud, with the calls that creating and deleting one take. */
export function secretRoles({ create, remove }: { readonly create: number; readonly remove: number }) {
  return [
    { name: "secret", what: "a secret", calls: create },
    { name: "doomed-secret", what: "a secret whose deletion is scheduled at once", calls: create + remove },
  ] as const satisfies LivePart["roles"];
}

/** Where a live cloud is, and what a run creates in it. */
export interface LivePlace {
  readonly region: string;
  /** Another address of all services. */
  readonly endpoint?: string;
  /** The kinds of resource. */
  readonly kinds: readonly ResourceKind[];
}

/** One cloud of several kinds. Without a kind nothing of it is created, asked or removed. */
export function combineParts(all: readonly LivePart[], { kinds }: LivePlace): Omit<LivePart, "owns" | "kind"> {
  const parts = all.filter(({ kind }) => kinds.includes(kind));
  const partOf = (fits: (part: LivePart) => boolean): LivePart => {
    const part = parts.find(fits);
    if (part === undefined) throw new TypeError("No kind of this cloud has that role or id.");
    return part;
  };
  return {
    roles: parts.flatMap(({ roles }) => roles),
    probes: parts.flatMap(({ probes }) => probes),
    restoreCalls: Math.max(...parts.map(({ restoreCalls }) => restoreCalls)),
    removeCalls: Math.max(...parts.map(({ removeCalls }) => removeCalls)),
    create: (role, run, created) =>
      partOf(({ roles }) => roles.some(({ name }) => name === role)).create(role, run, created),
    restore: (id, run) => partOf(({ owns }) => owns(id)).restore(id, run),
    remove: (id, listed) => partOf(({ owns }) => owns(id)).remove(id, listed),
    findMarked: async () => (await Promise.all(parts.map((part) => part.findMarked()))).flat(),
  };
}
