/** The resources of one kind that an account has in a region, by their id. */
export class RegionStore<Item> {
  readonly name: string;
  /** Whether the region differs from what `fill` makes. */
  changed = false;
  readonly #fill: (() => void) | undefined;
  #filled: boolean;
  readonly #items = new Map<string, Item>();

  /** `fill` adds the resources of the region when it is first used. Default: the region is empty. */
  constructor(name: string, fill?: () => void) {
    this.name = name;
    this.#fill = fill;
    this.#filled = fill === undefined;
  }

  /** In the order of their creation. */
  get items(): ReadonlyMap<string, Item> {
    if (!this.#filled) this.#fillNow();
    return this.#items;
  }

  /** Oldest first. */
  get list(): readonly Item[] {
    return [...this.items.values()];
  }

  /** Adds a resource as the youngest. An earlier one with the same id is gone. */
  add(id: string, item: Item): void {
    if (!this.#filled) this.#fillNow();
    this.changed = true;
    this.#items.delete(id);
    this.#items.set(id, item);
  }

  /** Removes a resource. */
  remove(id: string): void {
    this.changed = true;
    this.#items.delete(id);
  }

  /** Forgets resources that `fill` can make again. */
  empty(): void {
    this.#items.clear();
    this.#filled = false;
  }

  #fillNow(): void {
    this.#filled = true;
    this.#fill?.();
  }
}

/** The region with a name; the first one by default. Throws a `TypeError` if the cloud does not have it. */
export function namedRegion<Region>(regions: ReadonlyMap<string, Region>, name: string | undefined): Region {
  const region = name === undefined ? [...regions.values()][0] : regions.get(name);
  if (region !== undefined) return region;
  throw new TypeError(`No region "${name ?? ""}": ${[...regions.keys()].join(", ")} are served.`);
}

/** The regions of an account by name. `fill` adds the first resources of a region when it is first used. */
export function regionsByName<Region>(
  names: readonly string[],
  create: (name: string, fill: (() => void) | undefined) => Region,
  fill: ((region: Region) => void) | undefined,
): ReadonlyMap<string, Region> {
  return new Map(
    names.map((name) => {
      const fillNow = (): void => fill?.(region);
      const region = create(name, fill && fillNow);
      return [name, region];
    }),
  );
}
