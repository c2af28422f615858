import type { TimedRunRecord } from "@crosstag/core/node";
import type { followRun, OperationAnswer } from "@crosstag/operations";

/** An event of `follow-run`. */
export type RunEvent = OperationAnswer<typeof followRun>;

/** The event of a record. Undefined: the record says only what is about to be done. */
export function runEventOf({ record, at }: TimedRunRecord): RunEvent | undefined {
  switch (record.type) {
    case "run": {
      const { run, plan, changes, by } = record;
      return { type: "started", run, plan, changes, at, ...(by !== undefined && { by }) };
    }
    case "resume":
      return { type: "resumed", at, ...(record.by !== undefined && { by: record.by }) };
    case "outcome": {
      const { type, ...outcome } = record;
      return { type, at, outcome };
    }
    case "not-shown":
    case "not-read":
    case "shown": {
      const { type, reference, tagKeys } = record;
      return { type, at, reference, tagKeys };
    }
    case "end": {
      const { ended, counts } = record;
      return { type: "ended", at, ended, counts };
    }
    case "intent":
      return undefined;
  }
}
