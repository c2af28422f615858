import { join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import {
  listRun,
  mayHaveChanged,
  openRun,
  runIds,
  standingUndos,
  undoneRun,
  type ListedRun,
  type UndoOf,
} from "@crosstag/core/node";
import type { RunDocument } from "./run-document.ts";

/** A run that undoes another one, as its journal is now. */
export interface ListedUndo extends UndoOf {
  /** Absent: it has no end yet. */
  readonly counts?: ListedRun["counts"];
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
      return mayHaveChanged(listed) ? { id, undoes, ...(listed.counts && { counts: listed.counts }) } : undefined;
    } catch (error) {
      // As long as it has no plan that can be read, it has changed nothing that is known.
      if (CrosstagError.is(error)) return undefined;
      throw error;
    }
  }
}

/** What the document of a run says about its undos. @param undos the ones after it, the newest first */
export function undoneByOf(id: string, undos: readonly ListedUndo[]): Pick<RunDocument, "undoneBy"> {
  const undoneBy = standingUndos(id, undos).map(({ id: run, counts }) => ({
    run,
    ...(counts && { restored: counts.changed }),
  }));
  return undoneBy.length === 0 ? {} : { undoneBy };
}
