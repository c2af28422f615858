import { isMap } from "../text/json-of.ts";
import { capitalize } from "../text/capitalize.ts";
import type { StoppedScope } from "../model/stopped-scope.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import type { OutcomeStatus, PartialChange, PlannedChange } from "../model/outcome.ts";
import {
  count,
  errorCode,
  exactly,
  fields,
  listOf,
  matching,
  oneOf,
  optional,
  text,
  valuesOf,
} from "../plan/record-shape.ts";
import type { ShapeCheck } from "../plan/record-shape.ts";
import { RUN_SCHEMA } from "./run-record.ts";
import type {
  IntentRecord,
  NotReadRecord,
  NotShownRecord,
  OutcomeRecord,
  RunEndRecord,
  RunRecord,
  RunResumeRecord,
  RunStartRecord,
  ShownRecord,
} from "./run-record.ts";

/**
 * Holds a parsed record of a journal against its shape.
 * @throws CrosstagError `configuration` naming what is wrong, without tag values
 */
export function decodeRunRecord(value: unknown): RunRecord {
  const type = isMap(value) ? value["type"] : undefined;
  if (type === "run" && isMap(value) && value["schema"] !== RUN_SCHEMA)
    throw refused(
      `It was made by another version of Crosstag (${JSON.stringify(value["schema"])}; this one reads ${JSON.stringify(RUN_SCHEMA)}).`,
      "Use the version that made it.",
    );
  const check = RECORDS.get(type);
  const problem =
    check === undefined ? `\`type\` must be one of ${[...RECORDS.keys()].join(", ")}.` : check(value, "the record");
  if (problem !== undefined) throw refused(capitalize(problem), "Specify the journal of a run.");
  return value as RunRecord;
}

const TEXTS = listOf(text);

const STATUS = oneOf<OutcomeStatus>({ changed: true, unchanged: true, skipped: true, failed: true, unknown: true });

const TEXT_OR_NULL: ShapeCheck = (value, name) => (value === null ? undefined : text(value, name));

const PLANNED = fields<PlannedChange>({ set: TEXTS, remove: TEXTS });
const RESOURCE = { scope: text, endpoint: optional(text), reference: text };

const share = matching(/^\d+(\.\d+)?%$/, "a share");
const FAILURES: ShapeCheck = (value, name) => (typeof value === "number" ? count(value, name) : share(value, name));
const PART = {
  by: optional(text),
  limit: optional(count),
  canary: optional(count),
  maximumFailures: optional(FAILURES),
};

const RECORDS: ReadonlyMap<unknown, ShapeCheck> = new Map<RunRecord["type"], ShapeCheck>([
  [
    "run",
    fields<RunStartRecord>({
      type: exactly("run"),
      schema: exactly(RUN_SCHEMA),
      run: text,
      plan: text,
      changes: count,
      ...PART,
    }),
  ],
  ["resume", fields<RunResumeRecord>({ type: exactly("resume"), ...PART })],
  [
    "intent",
    fields<IntentRecord>({
      type: exactly("intent"),
      ...RESOURCE,
      before: valuesOf(TEXT_OR_NULL),
      set: valuesOf(text),
      remove: TEXTS,
    }),
  ],
  [
    "outcome",
    fields<OutcomeRecord>({
      type: exactly("outcome"),
      ...RESOURCE,
      status: STATUS,
      reason: optional(text),
      code: optional(errorCode),
      message: optional(text),
      hint: optional(text),
      providerCode: optional(text),
      tagKeys: optional(TEXTS),
      appliedKeys: optional(TEXTS),
      sentKeys: optional(TEXTS),
      partial: optional(fields<PartialChange>({ done: PLANNED, left: PLANNED })),
      otherChanges: optional(TEXTS),
      requestIds: optional(TEXTS),
    }),
  ],
  ["not-shown", fields<NotShownRecord>({ type: exactly("not-shown"), ...RESOURCE, tagKeys: TEXTS })],
  [
    "not-read",
    fields<NotReadRecord>({ type: exactly("not-read"), ...RESOURCE, tagKeys: TEXTS, code: optional(errorCode) }),
  ],
  ["shown", fields<ShownRecord>({ type: exactly("shown"), ...RESOURCE, tagKeys: TEXTS })],
  [
    "end",
    fields<RunEndRecord>({
      type: exactly("end"),
      ended: oneOf<RunEndRecord["ended"]>({
        complete: true,
        interrupted: true,
        "too-many-failures": true,
        limit: true,
        "canary-failed": true,
        "journal-failed": true,
        "account-refused": true,
        "not-configured": true,
        credentials: true,
        unreachable: true,
      }),
      counts: fields<RunEndRecord["counts"]>({
        changed: count,
        unchanged: count,
        skipped: count,
        failed: count,
        unknown: count,
      }),
      stopped: optional(
        listOf(
          fields<StoppedScope>({
            scope: text,
            code: errorCode,
            message: text,
            hint: optional(text),
            providerCode: optional(text),
          }),
        ),
      ),
    }),
  ],
]);

function refused(message: string, hint: string): CrosstagError {
  return new CrosstagError({ code: "configuration", message, hint });
}
