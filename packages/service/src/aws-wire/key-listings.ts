import { randomUUID } from "node:crypto";

/** A key in an answer of ListKeys. */
export interface ListedKey {
  readonly KeyId: string;
  /** The cloud's own full name. */
  readonly KeyArn: string;
}

/** How long a list is kept for its next pages, in milliseconds: 15 minutes. */
const KEPT_FOR = 15 * 60 * 1000;
/** How many keys all kept lists may have together, except the newest list: some 40 MB. */
const MOST_KEYS = 200_000;

interface Listing {
  readonly keys: readonly ListedKey[];
  readonly until: number;
}

/**
 * The lists of keys whose next pages clients may still ask for. All pages of a list are of one moment; and the clouds, which are
 * read as a whole, are not read again for each page.
 */
export class KeyListings {
  readonly #now: () => Date;
  /** The oldest first. */
  readonly #listings = new Map<string, Listing>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Keeps a list. @returns its id */
  keep(keys: readonly ListedKey[]): string {
    const id = randomUUID();
    this.#listings.set(id, { keys, until: this.#now().getTime() + KEPT_FOR });
    this.#forget();
    return id;
  }

  /** Undefined: the list is not kept any more. */
  find(id: string): readonly ListedKey[] | undefined {
    this.#forget();
    return this.#listings.get(id)?.keys;
  }

  #forget(): void {
    const now = this.#now().getTime();
    let kept = 0;
    for (const { keys } of this.#listings.values()) kept += keys.length;
    for (const [id, { keys, until }] of this.#listings) {
      const isNewest = this.#listings.size === 1;
      if (until > now && (kept <= MOST_KEYS || isNewest)) continue;
      this.#listings.delete(id);
      kept -= keys.length;
    }
  }
}
