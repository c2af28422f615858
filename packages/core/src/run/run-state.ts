import { mayBeMade } from "./earlier-outcome.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type {
  IntentRecord,
  NotReadRecord,
  NotShownRecord,
  OutcomeRecord,
  RunEndRecord,
  RunRecord,
  RunStartRecord,
  TagImage,
} from "./run-record.ts";

/** What a run's journal comes to; enough to resume the run (`EarlierRun`) or to take it back (`PlanUndoRequest`). */
export interface RunState {
  /** The first record of the journal. */
  readonly start: RunStartRecord;
  /** ISO time of the first record. */
  readonly startedAt: string;
  /** The last outcome of each resource, by reference. */
  readonly outcomes: ReadonlyMap<string, OutcomeRecord>;
  /**
   * Resources that the run may have changed, by reference, with every tag key that it meant to touch: `before` is what
   * the run found first, `set` and `remove` what it wanted last. Without resources that the cloud refused to change each
   * time.
   */
  readonly intents: ReadonlyMap<string, IntentRecord>;
  /** How many times a change was begun: more since means that the run was continued. */
  readonly begun: number;
  /** Changed resources on which the run's own last reading did not show the change, by reference. */
  readonly notShown: ReadonlyMap<string, NotShownRecord>;
  /** Changed resources whose tags the run could not read back so far, by reference. */
  readonly notRead: ReadonlyMap<string, NotReadRecord>;
  /** How the run ended last; undefined if it is running or was cut off, also after it was resumed. */
  readonly ends: RunEndRecord | undefined;
  /** Whether the last record was cut off while it was written. */
  readonly torn: boolean;
  /** Hash of the last record, `sha256:…`, if the journal was read from a file. */
  readonly head?: string;
}

/** Adds up the records of a journal, in their order. */
export class RunStateFold {
  #start: RunStartRecord | undefined;
  #startedAt = "";
  readonly #outcomes = new Map<string, OutcomeRecord>();
  readonly #intents = new Map<string, IntentRecord>();
  /** Changes that were begun and have no outcome so far, by reference. */
  readonly #underWay = new Map<string, ChangeUnderWay>();
  readonly #notShown = new Map<string, NotShownRecord>();
  readonly #notRead = new Map<string, NotReadRecord>();
  #begun = 0;
  #ends: RunEndRecord | undefined;

  /**
   * @param at ISO time of the record
   * @throws CrosstagError `configuration` if the first record is not the run's beginning, or a later one is
   */
  add(record: RunRecord, at: string): void {
    if ((record.type === "run") !== (this.#start === undefined)) throw outOfPlace(this.#start === undefined);
    if (record.type !== "end" && record.type !== "run") this.#ends = undefined;
    switch (record.type) {
      case "run":
        this.#start = record;
        this.#startedAt = at;
        break;
      case "resume":
        break;
      case "intent":
        this.#begin(record);
        break;
      case "outcome":
        this.#settle(record);
        break;
      case "not-shown":
        this.#forgetDoubt(record.reference);
        this.#notShown.set(record.reference, record);
        break;
      case "not-read":
        this.#forgetDoubt(record.reference);
        this.#notRead.set(record.reference, record);
        break;
      case "shown":
        this.#forgetDoubt(record.reference);
        break;
      case "end":
        this.#ends = record;
        break;
    }
  }

  #begin(intent: IntentRecord): void {
    this.#begun += 1;
    const { reference } = intent;
    const earlier = this.#intents.get(reference);
    this.#underWay.set(reference, { intent, earlier, outcome: this.#outcomes.get(reference) });
    this.#intents.set(reference, earlier === undefined ? intent : mergeIntents(earlier, intent));
    // The outcome of an earlier part of the run does not hold any more.
    this.#outcomes.delete(reference);
  }

  #settle(outcome: OutcomeRecord): void {
    const { reference } = outcome;
    const change = this.#underWay.get(reference);
    this.#underWay.delete(reference);
    if (change !== undefined) this.#keepMade(change, outcome);
    if (isNotStarted(outcome)) {
      // What was said before stands.
      if (change?.outcome !== undefined) this.#outcomes.set(reference, change.outcome);
      return;
    }
    this.#outcomes.set(reference, outcome);
    // It was said of an earlier outcome.
    this.#forgetDoubt(reference);
  }

  /** The last reading counts. */
  #forgetDoubt(reference: string): void {
    this.#notShown.delete(reference);
    this.#notRead.delete(reference);
  }

  /**
   * What another program changes in the way that the run wanted is not the run's work. The outcome speaks of the last
   * attempt alone: an earlier one that was cut off, or whose result is unknown, may have been made all the same, and reads
   * that lag hide it.
   */
  #keepMade({ intent, earlier }: ChangeUnderWay, outcome: OutcomeRecord): void {
    const keys = keysMade(outcome);
    if (keys === undefined) return;
    const made = keys.length === 0 ? undefined : onlyKeys(intent, new Set(keys));
    const left = earlier === undefined || made === undefined ? (earlier ?? made) : mergeIntents(earlier, made);
    if (left === undefined) this.#intents.delete(outcome.reference);
    else this.#intents.set(outcome.reference, left);
  }

  /** @throws CrosstagError `configuration` if there was no record */
  state(torn: boolean, head?: string): RunState {
    if (this.#start === undefined) throw outOfPlace(true);
    return {
      start: this.#start,
      startedAt: this.#startedAt,
      outcomes: this.#outcomes,
      intents: this.#intents,
      begun: this.#begun,
      notShown: this.#notShown,
      notRead: this.#notRead,
      ends: this.#ends,
      torn,
      ...(head !== undefined && { head }),
    };
  }
}

/** A change that was begun, with what the run may have changed of the resource before, and what it said of it. */
interface ChangeUnderWay {
  readonly intent: IntentRecord;
  readonly earlier: IntentRecord | undefined;
  readonly outcome: OutcomeRecord | undefined;
}

/** The tag keys that an attempt has changed; undefined: that is not known, so each tag key of its intent counts. */
function keysMade(outcome: OutcomeRecord): readonly string[] | undefined {
  // The change was there when the run came to make it.
  if (outcome.status === "unchanged") return [];
  return mayBeMade(outcome) ? outcome.sentKeys : outcome.appliedKeys;
}

/** Nothing was sent for the resource in this part of the run, although it had been read. */
function isNotStarted({ status, reason }: OutcomeRecord): boolean {
  return status === "skipped" && reason === "not-started";
}

/** Both records' tag keys: as the earlier found them, as the later wants them. */
function mergeIntents(earlier: IntentRecord, later: IntentRecord): IntentRecord {
  const before = new Map<string, string | null>(Object.entries(later.before));
  for (const [key, value] of Object.entries(earlier.before)) before.set(key, value);
  const set = new Map(Object.entries(earlier.set));
  const remove = new Set(earlier.remove);
  for (const [key, value] of Object.entries(later.set)) {
    set.set(key, value);
    remove.delete(key);
  }
  for (const key of later.remove) {
    set.delete(key);
    remove.add(key);
  }
  const image: TagImage = Object.fromEntries(before);
  return { ...earlier, before: image, set: Object.fromEntries(set), remove: [...remove] };
}

function onlyKeys(intent: IntentRecord, keys: ReadonlySet<string>): IntentRecord {
  const of = <Value>(image: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(image).filter(([key]) => keys.has(key)));
  return {
    ...intent,
    before: of(intent.before),
    set: of(intent.set),
    remove: intent.remove.filter((key) => keys.has(key)),
  };
}

function outOfPlace(isFirst: boolean): CrosstagError {
  return isFirst
    ? new CrosstagError({
        code: "configuration",
        message:
          "The journal has no run-start record: the run was interrupted before it sent anything, or this is not the journal of a run.",
        hint: "Start the run again.",
      })
    : new CrosstagError({
        code: "configuration",
        message: "The run's journal has two run-start records.",
        hint: "Specify the journal of one run.",
      });
}
