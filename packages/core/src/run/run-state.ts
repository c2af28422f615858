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
  /** Changed resources on which the run's own reading did not show the change, by reference. */
  readonly notShown: ReadonlyMap<string, NotShownRecord>;
  /** Changed resources whose tags the run could not read back, by reference. */
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
  /** Changes without an outcome so far, by reference. */
  readonly #underWay = new Map<string, ChangeUnderWay>();
  readonly #notShown = new Map<string, NotShownRecord>();
  readonly #notRead = new Map<string, NotReadRecord>();
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
      case "intent": {
        const earlier = this.#intents.get(record.reference);
        this.#underWay.set(record.reference, { intent: record, earlier });
        this.#intents.set(record.reference, earlier === undefined ? record : mergeIntents(earlier, record));
        break;
      }
      case "outcome":
        this.#outcomes.set(record.reference, record);
        this.#forgetRefused(record);
        // It was said of an earlier outcome.
        this.#notShown.delete(record.reference);
        this.#notRead.delete(record.reference);
        break;
      case "not-shown":
        this.#notShown.set(record.reference, record);
        break;
      case "not-read":
        this.#notRead.set(record.reference, record);
        break;
      case "end":
        this.#ends = record;
        break;
    }
  }

  /**
   * What another program changes afterwards in the way that the run wanted is not the run's work. The outcome speaks of the
   * last attempt alone: an earlier one that was cut off, or whose result is unknown, may have been made all the same, and
   * reads that lag hide it. An error that the adapter does not know does not say that nothing was changed, either.
   */
  #forgetRefused({ reference, status, code, appliedKeys }: OutcomeRecord): void {
    const change = this.#underWay.get(reference);
    this.#underWay.delete(reference);
    if (change === undefined || appliedKeys === undefined || (status !== "failed" && status !== "skipped")) return;
    if (code === "refused") return;
    const { earlier } = change;
    const made = appliedKeys.length === 0 ? undefined : onlyKeys(change.intent, new Set(appliedKeys));
    const left = earlier === undefined || made === undefined ? (earlier ?? made) : mergeIntents(earlier, made);
    if (left === undefined) this.#intents.delete(reference);
    else this.#intents.set(reference, left);
  }

  /** @throws CrosstagError `configuration` if there was no record */
  state(torn: boolean, head?: string): RunState {
    if (this.#start === undefined) throw outOfPlace(true);
    return {
      start: this.#start,
      startedAt: this.#startedAt,
      outcomes: this.#outcomes,
      intents: this.#intents,
      notShown: this.#notShown,
      notRead: this.#notRead,
      ends: this.#ends,
      torn,
      ...(head !== undefined && { head }),
    };
  }
}

/** A change that was begun, and what the run may have changed of the resource before. */
interface ChangeUnderWay {
  readonly intent: IntentRecord;
  readonly earlier: IntentRecord | undefined;
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
