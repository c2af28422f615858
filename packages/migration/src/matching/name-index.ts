import type { InventoryEntry } from "../inventory/inventory-entry.ts";

/** Finds a resource by any name that only it has: its full name, an alias, `key/<id>`, or the id alone. */
export class NameIndex<Entry extends InventoryEntry> {
  /** Null where several resources have the name. */
  readonly #byName = new Map<string, Entry | null>();
  readonly #byReference = new Map<string, Entry>();

  /** @param names further names, with the reference that each stands for */
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
  const { reference, alias, kind } = entry;
  const id = resourceId(entry);
  const names = [resourceName(reference), `${kind}/${id}`, ...(kind === "key" ? [id] : [])];
  return new Set(alias === undefined ? names : [...names, alias, resourceName(alias)]);
}

/** What the cloud's API calls it, without its kind. */
export function resourceId({ reference, kind }: Pick<InventoryEntry, "reference" | "kind">): string {
  const name = resourceName(reference);
  return name.startsWith(`${kind}/`) ? name.slice(kind.length + 1) : name;
}

/** What stands behind cloud, region and account: no id of a resource holds a colon. */
function resourceName(reference: string): string {
  return reference.slice(reference.lastIndexOf(":") + 1);
}
