import type { getRun, OperationAnswer } from "@crosstag/operations";
import type { CrosstagError, RunResult } from "@crosstag/core";
import {
  listRun,
  listRuns,
  openPlanFile,
  runStateOf,
  standingUndos,
  type ListedRun,
  type ListedUndo,
  type RunFolder,
} from "@crosstag/core/node";
import { textsForCallers, withoutFolders } from "../http/without-folders.ts";
import type { ResourcePlaces } from "../access/resource-places.ts";
import { planReach, type PlanReach } from "../plans/plan-reach.ts";
import type { RunManager } from "./run-manager.ts";
import { UndoIndex } from "./undo-index.ts";

/** A run as answers have it. */
export type RunDocument = Omit<OperationAnswer<typeof getRun>, "formatVersion">;

/** What the plan of a run says. A run keeps its own copy, which does not change. */
export interface RunFacts {
  readonly reach: PlanReach;
  /** The run that it undoes. Absent: it is not an undo. */
  readonly undoes?: string;
}

/** Describes runs, of this process, of earlier ones and of the command. */
export class RunDocuments {
  readonly #runs: RunManager;
  readonly #places: ResourcePlaces;
  readonly #facts = new Map<string, RunFacts>();
  readonly #undos: UndoIndex;

  constructor(runs: RunManager, places: ResourcePlaces) {
    this.#runs = runs;
    this.#places = places;
    this.#undos = new UndoIndex(runs.root);
  }

  /** @throws CrosstagError `configuration` if its plan is missing or damaged */
  async facts({ id, planPath }: Pick<RunFolder, "id" | "planPath">): Promise<RunFacts> {
    const known = this.#facts.get(id);
    if (known !== undefined) return known;
    const plan = await openPlanFile(planPath);
    const { origin } = plan.header;
    const facts = {
      reach: await planReach(plan, this.#places),
      ...(origin.type === "undo" && { undoes: origin.run }),
    };
    this.#facts.set(id, facts);
    return facts;
  }

  /** The number of runs in each state. */
  async states(): Promise<Readonly<Record<RunDocument["state"], number>>> {
    const counts = { running: 0, stopping: 0, ended: 0, interrupted: 0 };
    for (const listed of await listRuns(this.#runs.root)) counts[this.#stateOf(listed)] += 1;
    return counts;
  }

  /** As it is now. */
  async describe(folder: RunFolder): Promise<RunDocument> {
    const undos = await this.#undos.since(folder.id);
    return this.describeListed(await listRun(folder), { facts: await this.facts(folder), undos });
  }

  /** The runs that undo others, the newest first. */
  undos(): Promise<readonly ListedUndo[]> {
    return this.#undos.since();
  }

  /**
   * The same of a run that was read already.
   * @param known `facts` undefined: they cannot be read. `undos`: at least the ones after it, the newest first
   */
  describeListed(
    listed: ListedRun,
    { facts, undos }: { readonly facts: RunFacts | undefined; readonly undos: readonly ListedUndo[] },
  ): RunDocument {
    const { id, plan, startedAt, by, changes, problem } = listed;
    const active = this.#runs.active(id);
    const state = this.#stateOf(listed);
    return {
      run: id,
      state,
      ...(plan !== undefined && { plan }),
      ...(startedAt !== undefined && { startedAt }),
      ...(by !== undefined && { startedBy: by }),
      ...(changes !== undefined && { changes }),
      ...(facts?.undoes !== undefined && { undoes: facts.undoes }),
      ...this.#undoneBy(id, undos),
      ...((state === "ended" || state === "interrupted") && endOf(listed, this.#runs.result(id))),
      ...(active !== undefined && { progress: active.progress }),
      ...(problem !== undefined && { problem: withoutFolders(problem) }),
    };
  }

  #undoneBy(id: string, undos: readonly ListedUndo[]): Pick<RunDocument, "undoneBy"> {
    const undoneBy = standingUndos(id, undos).map(({ id: run, listed }) => ({
      run,
      state: this.#stateOf(listed),
      ...(listed.counts && { restored: listed.counts.changed }),
    }));
    return undoneBy.length === 0 ? {} : { undoneBy };
  }

  #stateOf({ id, active, ended }: ListedRun): RunDocument["state"] {
    const own = this.#runs.active(id);
    if (own !== undefined) return own.stopping ? "stopping" : "running";
    return runStateOf({ active: active || this.#runs.isUnderWay(id), ended });
  }
}

/** How a run ended that no process applies any more. @param result if this process ended it */
function endOf({ ended, counts }: ListedRun, result: RunResult | undefined): Partial<RunDocument> {
  return {
    ...(ended !== undefined && { ended }),
    ...(counts !== undefined && { counts }),
    ...(result !== undefined && { result: resultDocument(result) }),
  };
}

function resultDocument({ journalError, ...result }: RunResult): NonNullable<RunDocument["result"]> {
  return { ...result, ...(journalError !== undefined && { journalError: errorDocument(journalError) }) };
}

function errorDocument(error: CrosstagError) {
  const { code, retry } = error;
  const { message, hint } = textsForCallers(error);
  return { code, message, retry, ...(hint !== undefined && { hint }) };
}
