import { join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import { listRun, mayHaveChanged, openRun, runIds, undoneRun, type ListedRun, type UndoOf } from "@crosstag/core/node";

/** A run that undoes another one, as its journal is now. */
export interface ListedUndo extends UndoOf {
  readonly listed: ListedRun;
}

/** Which runs undo which. What a plan says of that does not change, so each is read once. */
export class UndoIndex {
  readonly #root: string;
  readonly #undoes = new Map<string, string | undefined>();

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
      const listed = await listRun(folder);
      return mayHaveChanged(listed) ? { id, undoes, listed } : undefined;
    } catch (error) {
      // As long as it has no plan that can be read, it has changed nothing that is known.
      if (CrosstagError.is(error)) return undefined;
      throw error;
    }
  }
}
