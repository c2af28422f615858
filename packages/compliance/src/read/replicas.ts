import type { FoundResource, Reference } from "@crosstag/core";

/**
 * Resources that have their tags from a primary in another region. Each is held back until everything is listed: it counts with its
 * primary if that is listed, too, and by itself otherwise.
 */
export class Replicas {
  /** Of listed resources that can be primaries. Keys cannot: replicas of keys have tags of their own. */
  readonly #listed = new Set<string>();
  readonly #held: { readonly resource: FoundResource; readonly primary: string }[] = [];

  /** Whether the resource is held back. */
  holds(resource: FoundResource): boolean {
    const { reference, primaryRegion, key } = resource.description ?? {};
    if (reference === undefined || key !== undefined) return false;
    if (primaryRegion === undefined) {
      this.#listed.add(nameIn(reference, reference.region));
      return false;
    }
    this.#held.push({ resource, primary: nameIn(reference, primaryRegion) });
    return true;
  }

  /** Those whose primary was not listed. */
  alone(): readonly FoundResource[] {
    return this.#held.flatMap(({ resource, primary }) => (this.#listed.has(primary) ? [] : resource));
  }
}

/** A replica has the account, the kind and the id of its primary. */
function nameIn({ provider, account, kind, id }: Reference, region: string | undefined): string {
  return JSON.stringify([provider, account, region, kind, id]);
}
