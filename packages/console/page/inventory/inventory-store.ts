import { findResources, type unlisted } from "@crosstag/operations";
import type { z } from "zod";
import { readLines } from "../api/read-lines.ts";
import { ObservedValue } from "../parts/observed-value.ts";
import { inventoryRow, type InventoryRow } from "./inventory-row.ts";

/** The inventory as far as it has been read. */
export interface Inventory {
  readonly rows: readonly InventoryRow[];
  /** Tag keys in the order in which they were found, with the number of resources that have them. */
  readonly keys: ReadonlyMap<string, number>;
  readonly unlisted: readonly z.output<typeof unlisted>[];
  readonly state: "reading" | "complete" | "failed";
  /** Why reading ended early. */
  readonly error?: unknown;
  /** Whether state, dates and descriptions were read. */
  readonly described: boolean;
}

/** How long rows are collected before they are shown: short for the first ones, longer while many come. */
const FIRST_SHOWN_MS = 50;
const LATER_SHOWN_MS = 250;

const EMPTY: Inventory = { rows: [], keys: new Map(), unlisted: [], state: "reading", described: false };

/** Reads the inventory once for all pages, and again when it is asked to. */
export class InventoryStore {
  readonly #inventory = new ObservedValue(EMPTY);
  #reading: AbortController | undefined;

  readonly subscribe = this.#inventory.subscribe;
  readonly get = this.#inventory.get;

  /** Reads if it was not read before, or without what is wanted now. */
  ensure(described: boolean): void {
    const isKnown = this.#reading !== undefined && (this.get().described || !described);
    if (!isKnown) void this.read(described);
  }

  /** Reads again. What is shown stays until the first new rows come. */
  async read(described: boolean): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const next = new InventoryReading(described);
    this.#inventory.set({ ...this.get(), state: "reading", error: undefined, described });
    let shownAt = Date.now() + FIRST_SHOWN_MS - LATER_SHOWN_MS;
    try {
      const { signal } = reading;
      for await (const lines of readLines(findResources, { aliases: true, describe: described }, { signal })) {
        next.add(lines);
        if (Date.now() - shownAt < LATER_SHOWN_MS || reading.signal.aborted) continue;
        this.#inventory.set(next.inventory("reading"));
        shownAt = Date.now();
      }
      this.#end(reading, next.inventory("complete"));
    } catch (error) {
      this.#end(reading, { ...next.inventory("failed"), error });
    }
  }

  #end(reading: AbortController, inventory: Inventory): void {
    // If it is aborted, another reading has begun.
    if (!reading.signal.aborted) this.#inventory.set(inventory);
  }
}

type Line = z.output<typeof findResources.output>;

/** What one reading has found. */
class InventoryReading {
  readonly #described: boolean;
  readonly #rows: InventoryRow[] = [];
  readonly #keys = new Map<string, number>();
  readonly #unlisted: z.output<typeof unlisted>[] = [];

  constructor(described: boolean) {
    this.#described = described;
  }

  add(lines: readonly Line[]): void {
    for (const line of lines) {
      if (line.type === "unlisted") this.#unlisted.push(line.unlisted);
      if (line.type !== "resource") continue;
      const row = inventoryRow(line.resource);
      this.#rows.push(row);
      for (const key of row.tags?.keys() ?? []) this.#keys.set(key, (this.#keys.get(key) ?? 0) + 1);
    }
  }

  inventory(state: Inventory["state"]): Inventory {
    return {
      rows: [...this.#rows],
      keys: new Map(this.#keys),
      unlisted: [...this.#unlisted],
      state,
      described: this.#described,
    };
  }
}
