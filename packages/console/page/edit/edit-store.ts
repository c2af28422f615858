import { z } from "zod";
import { ObservedValue } from "../parts/observed-value.ts";
import { setAndRemove, withChange, type ResourceEdit, type TagChange } from "./resource-edit.ts";

const STORAGE_KEY = "crosstag-edits";

const stored = z.array(
  z.strictObject({
    reference: z.string(),
    provider: z.string(),
    kind: z.string(),
    account: z.string().optional(),
    region: z.string().optional(),
    name: z.string(),
    set: z.array(z.tuple([z.string(), z.string()])),
    remove: z.array(z.string()),
    before: z.array(z.tuple([z.string(), z.string()])),
  }),
);

/** Where edits are kept while the page is closed or loaded again: the storage of the tab. */
export type EditStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Changes that were made in the page and are not a plan yet. They survive that the page is loaded again. */
export class EditStore {
  readonly #edits: ObservedValue<ReadonlyMap<string, ResourceEdit>>;
  readonly #storage: EditStorage;
  #isKept = true;

  constructor(storage: EditStorage) {
    this.#storage = storage;
    this.#edits = new ObservedValue(restoredEdits(storage));
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#edits.subscribe(listener);

  /** By reference. */
  readonly get = (): ReadonlyMap<string, ResourceEdit> => this.#edits.get();

  /** False: they are too many for the storage of the tab, and are lost when the page is loaded again. */
  readonly isKept = (): boolean => this.#isKept;

  /** Makes changes. A change back to what the tag was takes the change back. */
  change(changes: readonly TagChange[]): void {
    const edits = new Map(this.get());
    for (const change of changes) {
      const edit = withChange(edits, change);
      if (edit === undefined) edits.delete(change.target.reference);
      else edits.set(change.target.reference, edit);
    }
    this.#publish(edits);
  }

  /** Takes back the changes of these resources. */
  discard(references: Iterable<string>): void {
    const edits = new Map(this.get());
    for (const reference of references) edits.delete(reference);
    this.#publish(edits);
  }

  #publish(edits: ReadonlyMap<string, ResourceEdit>): void {
    this.#isKept = keepEdits(this.#storage, edits);
    this.#edits.set(edits);
  }
}

function keepEdits(storage: EditStorage, edits: ReadonlyMap<string, ResourceEdit>): boolean {
  if (edits.size === 0) {
    storage.removeItem(STORAGE_KEY);
    return true;
  }
  const list = [...edits.values()].map(({ changes, before, ...rest }) => ({
    ...rest,
    ...setAndRemove({ changes }),
    before: [...before],
  }));
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(list));
    return true;
  } catch {
    // An old state would be worse than none.
    storage.removeItem(STORAGE_KEY);
    return false;
  }
}

function restoredEdits(storage: EditStorage): ReadonlyMap<string, ResourceEdit> {
  try {
    const edits = stored.parse(JSON.parse(storage.getItem(STORAGE_KEY) ?? "[]"));
    return new Map(
      edits.map(({ set, remove, before, ...rest }) => [
        rest.reference,
        {
          ...rest,
          before: new Map(before),
          changes: new Map<string, string | undefined>([...set, ...remove.map((key) => [key, undefined] as const)]),
        },
      ]),
    );
  } catch {
    // Written by another version of the page.
    return new Map();
  }
}
