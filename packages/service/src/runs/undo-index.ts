import { stat } from "node:fs/promises";
import { join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import {
  listUndo,
  loadRunState,
  openRun,
  runIds,
  undoneRun,
  type ListedUndo,
  type MayHaveChanged,
} from "@crosstag/core/node";

/**
 * Which runs undo which. What a plan says of that does not change, so each is read once; so is a journal, until records are
 * added to it.
 */
export class UndoIndex {
  readonly #root: string;
  readonly #undoes = new Map<string, string | undefined>();
  readonly #intents = new Map<string, MayHaveChanged & { readonly bytes: number }>();

  /** @param root the folder of all runs */
  constructor(root: string) {
    this.#root = root;
  }

  /** The undos that can have changed something, the newest first. @param id only the ones after this run */
  async since(id = ""): Promise<readonly ListedUndo[]> {
    const undos: ListedUndo[] = [];
    for (const later of await runIds(this.#root)) {
      if (later <= id) break;
      const undo = await this.#read(later);
      if (undo !== undefined) undos.push(undo);
    }
    return undos;
  }

  async #read(id: string): Promise<ListedUndo | undefined> {
    if (this.#undoes.has(id) && this.#undoes.get(id) === undefined) return undefined;
    try {
      const folder = await openRun(this.#root, join(this.#root, id));
      const undoes = this.#undoes.get(id) ?? (await undoneRun(folder));
      this.#undoes.set(id, undoes);
      if (undoes === undefined) return undefined;
      return await listUndo(folder, undoes, (path) => this.#readIntents(path));
    } catch (error) {
      // As long as it has no plan that can be read, it has changed nothing that is known.
      if (CrosstagError.is(error)) return undefined;
      throw error;
    }
  }

  async #readIntents(path: string): Promise<MayHaveChanged> {
    // Whether it can be read is said by the reading itself.
    const bytes = (await stat(path).catch(() => undefined))?.size ?? -1;
    const known = this.#intents.get(path);
    if (known?.bytes === bytes) return known;
    const { size } = (await loadRunState(path)).intents;
    const read = { bytes, size };
    this.#intents.set(path, read);
    return read;
  }
}
