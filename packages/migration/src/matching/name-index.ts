import type { InventoryEntry } from "../inventory/inventory-entry.ts";

/** Finds a resource by any unique name: its full name, an alias, `key/<id>`, or the id alone. */
export class NameIndex<Entry extends InventoryEntry> {
  /** Null if several resources have the name. */
  readonly #byName = new Map<string, Entry | null>();
  readonly #byReference = new Map<string, Entry>();

  /** @param names more names, each with its reference */
  constructor(entries: readonly Entry[], names: ReadonlyMap<string, string> = new Map()) {
    for (const entry of entries) {
      this.#byReference.set(entry.reference, entry);
      for (const name of shortNames(entry)) this.#add(name, entry);
    }
    for (const [name, reference] of names) {
      const entry = this.#byReference.get(reference);
      if (entry !== undefined) this.#byName.set(name, entry);
    }
  }

  find(name: string): Entry | "ambiguous" | undefined {
    const found = this.#byReference.get(name) ?? this.#byName.get(name);
    return found === null ? "ambiguous" : found;
  }

  #add(name: string, entry: Entry): void {
    const other = this.#byName.get(name);
    this.#byName.set(name, other === undefined || other === entry ? entry : null);
  }
}

function shortNames(entry: InventoryEntry): ReadonlySet<string> {
  const { reference, aliases = [], kind } = entry;
  const id = resourceId(entry);
  const names = [resourceName(reference), `${kind}/${id}`, ...(kind === "key" ? [id] : [])];
  return new Set([...names, ...aliases.flatMap((alias) => [alias, resourceName(alias)])]);
}

/** The id that the cloud's API uses, without the kind. */
export function resourceId({ reference, kind }: Pick<InventoryEntry, "reference" | "kind">): string {
  const name = resourceName(reference);
  return name.startsWith(`${kind}/`) ? name.slice(kind.length + 1) : name;
}

/** The part after cloud, region and account. No id of a resource contains a colon. */
function resourceName(reference: string): string {
  return reference.slice(reference.lastIndexOf(":") + 1);
}
