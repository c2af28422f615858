/**
 * The tags that exist in an account, whether or not a resource has them. A tag is created once, by CreateTag or by the
 * first write that carries it, and stays when it is removed from the last resource.
 */
export class TagCatalog {
  readonly #values = new Map<string, Set<string>>();
  readonly #mostKeys: number;
  readonly #mostValues: number;

  /** `mostValues`: per key. */
  constructor(mostKeys: number, mostValues: number) {
    this.#mostKeys = mostKeys;
    this.#mostValues = mostValues;
  }

  get keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** In the order of the creation of their keys. */
  get tags(): readonly (readonly [key: string, value: string])[] {
    return [...this.#values].flatMap(([key, values]) => [...values].map((value) => [key, value] as const));
  }

  has(key: string, value: string): boolean {
    return this.#values.get(key)?.has(value) === true;
  }

  /** Adds the tags that do not exist yet. Adds none, and returns the reason, if there is no room for one of them. */
  add(tags: ReadonlyMap<string, string>): "added" | "too-many-keys" | "too-many-values" {
    let newKeys = 0;
    for (const [key, value] of tags) {
      const values = this.#values.get(key);
      if (values === undefined) newKeys += 1;
      else if (!values.has(value) && values.size >= this.#mostValues) return "too-many-values";
    }
    if (newKeys > 0 && this.#values.size + newKeys > this.#mostKeys) return "too-many-keys";
    this.note(tags);
    return "added";
  }

  /** Adds tags whatever the limits, as a scene does. */
  note(tags: ReadonlyMap<string, string>): void {
    for (const [key, value] of tags) {
      const values = this.#values.get(key);
      if (values === undefined) this.#values.set(key, new Set([value]));
      else values.add(value);
    }
  }

  remove(key: string, value: string): void {
    const values = this.#values.get(key);
    values?.delete(value);
    if (values?.size === 0) this.#values.delete(key);
  }
}
