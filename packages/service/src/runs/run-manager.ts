import type { OpenedCrosstag } from "@crosstag/clouds";
import { CrosstagError, type PlanHeader, type RunResult } from "@crosstag/core";
import {
  openInterruptedRun,
  runPlan,
  undoRun,
  type FinishedRun,
  type PlanFile,
  type RunFolder,
  type RunOptions,
} from "@crosstag/core/node";
import { ActiveRun } from "./active-run.ts";
import type { CallersPart } from "./callers-part.ts";
import type { RunNote } from "./run-note.ts";
import { unfinishedRuns, type UnfinishedRun } from "./unfinished-runs.ts";

/** What runs are applied with. */
export interface RunManagerOptions {
  readonly crosstag: OpenedCrosstag;
  /** The folder of all runs. */
  readonly root: string;
  readonly now: () => Date;
  /** Called with what no request waits for: runs that continue by themselves, and how runs ended. */
  readonly onNote: (note: RunNote) => void;
}

/** Results of ended runs that are kept in memory. */
const MOST_RESULTS = 1_000;

/** Applies runs in the background. A request waits only until its run has begun. */
export class RunManager {
  readonly #options: RunManagerOptions;
  readonly #active = new Map<string, ActiveRun>();
  readonly #waiting = new Map<string, ActiveRun>();
  readonly #starting = new Set<string>();
  readonly #undoing = new Set<string>();
  readonly #results = new Map<string, RunResult>();
  readonly #under = new Map<ActiveRun, Promise<void>>();
  #closed = false;

  constructor(options: RunManagerOptions) {
    this.#options = options;
  }

  /** The folder of all runs. */
  get root(): string {
    return this.#options.root;
  }

  /** The run, if this process is applying it. */
  active(run: string): ActiveRun | undefined {
    return this.#active.get(run);
  }

  /** Whether this process applies the run, or is about to continue it. */
  isUnderWay(run: string): boolean {
    return this.#active.has(run) || this.#waiting.has(run);
  }

  /** The result of a run that this process has ended. */
  result(run: string): RunResult | undefined {
    return this.#results.get(run);
  }

  /** Ends a run of this process in order. */
  stop(run: string): void {
    this.#active.get(run)?.stop();
    this.#waiting.get(run)?.stop();
  }

  /**
   * Resolves when the first record of the run is on disk.
   * @param check refuses the run by throwing; no other request starts the plan from then on
   * @throws CrosstagError as `runPlan` does; `conflict` if the plan is about to be applied; what `check` throws
   */
  async start(plan: PlanFile, part: CallersPart, check: () => Promise<void>): Promise<RunFolder> {
    const { crosstag, root } = this.#options;
    return this.withoutStart(plan.header.digest, async () => {
      await check();
      const run = new ActiveRun();
      const begun = await this.#launch(run, part, (options) => runPlan(crosstag, plan, { ...options, root }));
      if (begun === undefined) throw new Error("A run ended without a beginning.");
      return begun;
    });
  }

  /**
   * Keeps other requests from starting the plan meanwhile.
   * @throws CrosstagError `conflict` if another request has begun to; what `work` throws
   */
  async withoutStart<Result>(digest: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#starting.has(digest)) throw aboutTo(`The plan ${digest}`, "applied or deleted");
    this.#starting.add(digest);
    try {
      return await work();
    } finally {
      this.#starting.delete(digest);
    }
  }

  /**
   * Resolves when the record that the run continues is on disk.
   * @throws CrosstagError as `resumeRun` does; `conflict` if it is about to continue
   */
  async resume(id: string, part: CallersPart): Promise<void> {
    if (this.#waiting.has(id)) throw aboutTo(`The run ${id}`, "continued");
    const { crosstag, root, now } = this.#options;
    const run = new ActiveRun();
    this.#waiting.set(id, run);
    try {
      await this.#launch(run, part, async (options) => {
        const interrupted = await openInterruptedRun(root, id, { now });
        try {
          return await interrupted.resume(crosstag, options);
        } finally {
          await interrupted.close();
        }
      });
    } finally {
      this.#waiting.delete(id);
    }
  }

  /**
   * Plans the undo of a run, and applies it if `confirm` says so. Resolves when its first record is on disk.
   * @throws CrosstagError as `undoRun` does, and what `confirm` throws; `conflict` if it is about to be undone
   */
  async undo(id: string, by: string, confirm: (plan: PlanFile) => Promise<boolean>): Promise<BegunUndo> {
    if (this.#undoing.has(id)) throw aboutTo(`The run ${id}`, "undone");
    this.#undoing.add(id);
    try {
      return await this.#undo(id, by, confirm);
    } finally {
      this.#undoing.delete(id);
    }
  }

  async #undo(id: string, by: string, confirm: (plan: PlanFile) => Promise<boolean>): Promise<BegunUndo> {
    const { crosstag, root } = this.#options;
    const planned: PlanHeader[] = [];
    const folder = await this.#launch(new ActiveRun(), { by }, async (options) => {
      const undone = await undoRun(crosstag, id, {
        ...options,
        root,
        confirm: (plan) => {
          planned.push(plan.header);
          return confirm(plan);
        },
      });
      planned.push(undone.plan);
      return undone.run;
    });
    const [header] = planned;
    if (header === undefined) throw new Error("An undo ended without a plan.");
    return { header, folder };
  }

  /**
   * Continues the runs that were under way when an earlier process ended. Resolves when it is known which these are; they
   * begin in the background.
   * @param isWanted false: a caller has stopped the run, or its plan is rejected
   */
  async continueRuns(isWanted: (run: UnfinishedRun) => boolean): Promise<void> {
    const unfinished = (await unfinishedRuns(this.root)).filter(isWanted);
    const { onNote } = this.#options;
    for (const { id, part } of unfinished)
      void this.resume(id, part).then(
        () => onNote({ type: "continues", run: id, by: part.by }),
        (error: unknown) => onNote({ type: "failed", run: id, error }),
      );
  }

  /** Ends all runs in order. They continue on the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const run of this.#under.keys()) run.stop();
    await Promise.all(this.#under.values());
  }

  /**
   * Resolves as soon as the run has begun, with its folder; with undefined if it ended without a beginning.
   * @param apply applies it from the beginning to its end
   */
  #launch(
    run: ActiveRun,
    part: CallersPart,
    apply: (options: RunOptions) => Promise<FinishedRun | undefined>,
  ): Promise<RunFolder | undefined> {
    if (this.#closed) throw stopping();
    return new Promise((resolve, reject) => {
      let begun: RunFolder | undefined;
      const onBegin = (folder: RunFolder) => {
        begun = folder;
        this.#active.set(folder.id, run);
        resolve(folder);
      };
      const { signal, onEvent } = run;
      const ended = apply({ ...part, signal, onEvent, onBegin, now: this.#options.now }).then(
        (finished) => {
          if (finished !== undefined) this.#keep(finished);
          resolve(begun);
        },
        (error: unknown) => {
          if (begun === undefined) reject(error);
          else this.#options.onNote({ type: "failed", run: begun.id, error });
        },
      );
      this.#under.set(
        run,
        ended.finally(() => {
          this.#under.delete(run);
          if (begun !== undefined) this.#active.delete(begun.id);
        }),
      );
    });
  }

  #keep({ id, result }: FinishedRun): void {
    this.#results.delete(id);
    this.#results.set(id, result);
    const [oldest] = this.#results.keys();
    if (this.#results.size > MOST_RESULTS && oldest !== undefined) this.#results.delete(oldest);
    this.#options.onNote({ type: "ended", run: id, result });
  }
}

/** A run of an undo that has begun. */
export interface BegunUndo {
  /** The plan of the undo. */
  readonly header: PlanHeader;
  /** Undefined: nothing had to change, or it was not confirmed. */
  readonly folder: RunFolder | undefined;
}

function aboutTo(subject: string, what: string): CrosstagError {
  return new CrosstagError({
    code: "conflict",
    message: `${subject} is about to be ${what} by another request. Nothing was sent.`,
    hint: "To list the runs: GET /v1/runs",
  });
}

function stopping(): CrosstagError {
  return new CrosstagError({
    code: "unavailable",
    retry: "transient",
    message: "The service is about to stop. Nothing was sent.",
    hint: "Try again when it has started.",
  });
}
