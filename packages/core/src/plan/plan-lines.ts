import { isMap } from "../text/json-of.ts";
import { capitalize } from "../text/capitalize.ts";
import { CrosstagError } from "../model/crosstag-error.ts";
import { KIND_NAME } from "../model/reference.ts";
import { PLAN_SCHEMA } from "./plan.ts";
import type { PlanCost, PlanHeader, PlanSummary, PlanWarning } from "./plan.ts";
import type {
  PlanEntry,
  PlannedResourceChange,
  PlanSkipReason,
  SkippedResource,
  UnreadableResource,
} from "./plan-entry.ts";
import {
  count,
  errorCode,
  exactly,
  fields,
  isoTime,
  listOf,
  matching,
  oneOf,
  optional,
  positiveNumber,
  text,
  valuesOf,
} from "./record-shape.ts";
import type { ShapeCheck } from "./record-shape.ts";

/** One line of JSON, without the line feed; its fields are in a fixed order, so that the same entry has the same hash. */
export function encodePlanEntry(entry: PlanEntry): string {
  const { scope, endpoint, reference, kind, action } = entry;
  switch (action) {
    case "change": {
      const { before, set, remove, removeFirst } = entry;
      return JSON.stringify({ scope, endpoint, reference, kind, action, before, set, remove, removeFirst });
    }
    case "skip": {
      const { reason, detail, tagKeys } = entry;
      return JSON.stringify({ scope, endpoint, reference, kind, action, reason, detail, tagKeys });
    }
    case "unreadable": {
      const { code, message, hint, requestId } = entry.error;
      return JSON.stringify({ scope, endpoint, reference, kind, action, error: { code, message, hint, requestId } });
    }
  }
}

/** How the lines of one scope begin, and no other's: a reader can tell them without parsing. */
export function planEntryStart(scope: string): string {
  return `{"scope":${JSON.stringify(scope)},`;
}

/** @throws CrosstagError `configuration` naming what is wrong, without tag values */
export function decodePlanEntry(line: string): PlanEntry {
  const value = parse(line, "The entry");
  const check = ENTRIES.get(isMap(value) ? value["action"] : undefined);
  const problem = check === undefined ? "`action` must be one of change, skip, unreadable." : check(value, "the entry");
  if (problem !== undefined) throw refused(capitalize(problem));
  return value as PlanEntry;
}

/** One line of JSON, without the line feed. */
export function encodePlanHeader({ createdAt, digest, origin, summary }: PlanHeader): string {
  return JSON.stringify({ schema: PLAN_SCHEMA, createdAt, digest, origin, summary });
}

/** @throws CrosstagError `configuration` if it is not a plan header, or has another version */
export function decodePlanHeader(line: string): PlanHeader {
  const value = parse(line, "The header");
  const schema = isMap(value) ? value["schema"] : undefined;
  if (typeof schema !== "string" || !schema.startsWith("crosstag-plan/")) throw refused("It is not a plan.");
  if (schema !== PLAN_SCHEMA)
    throw refused(
      `It was made by another version of Crosstag (${JSON.stringify(schema)}; this one reads ${JSON.stringify(PLAN_SCHEMA)}).`,
    );
  const problem = HEADER(value, "the header");
  if (problem !== undefined) throw refused(capitalize(problem));
  return value as PlanHeader;
}

const KIND = matching(KIND_NAME, "the name of a kind");
const TAGS = valuesOf(text);

const SKIP_REASON = oneOf<PlanSkipReason>({
  "managed-by-cloud": true,
  "pending-deletion": true,
  "invalid-state": true,
  "over-limit": true,
  conflict: true,
  "rename-conflict": true,
  "drives-software": true,
  "changed-since": true,
  "not-configured": true,
  unsupported: true,
});

const BASE = { scope: text, endpoint: optional(text), reference: text, kind: KIND };

const ENTRIES: ReadonlyMap<unknown, ShapeCheck> = new Map([
  [
    "change",
    fields<PlannedResourceChange>({
      ...BASE,
      action: exactly("change"),
      before: TAGS,
      set: TAGS,
      remove: listOf(text),
      removeFirst: optional(listOf(text)),
    }),
  ],
  [
    "skip",
    fields<SkippedResource>({
      ...BASE,
      action: exactly("skip"),
      reason: SKIP_REASON,
      detail: text,
      tagKeys: optional(listOf(text)),
    }),
  ],
  [
    "unreadable",
    fields<UnreadableResource>({
      ...BASE,
      action: exactly("unreadable"),
      error: fields<UnreadableResource["error"]>({
        code: errorCode,
        message: text,
        hint: optional(text),
        requestId: optional(text),
      }),
    }),
  ],
]);

/** What a plan was made from is for people and for the record: nothing is done with it. */
const ORIGIN: ShapeCheck = (value, name) => {
  const type = isMap(value) ? value["type"] : undefined;
  return (type === "undo" ? UNDO : type === "tag-sets" ? TAG_SETS : FROM_STATE)(value, name);
};

const TAG_SETS = fields<{ type: "tag-sets"; by: string }>({ type: exactly("tag-sets"), by: text });

const UNDO = fields<{ type: "undo"; run: string; begun?: number }>({
  type: exactly("undo"),
  run: text,
  begun: optional(count),
});

const FROM_STATE = fields<{ type: "desired-state"; state: unknown }>({
  type: exactly("desired-state"),
  state: (value, name) => (isMap(value) ? undefined : `${name} must be an object.`),
});

const HEADER = fields<PlanHeader>({
  schema: exactly(PLAN_SCHEMA),
  createdAt: isoTime,
  digest: matching(/^sha256:[0-9a-f]{64}$/, "`sha256:` and 64 hexadecimal digits"),
  origin: ORIGIN,
  summary: fields<PlanSummary>({
    resources: count,
    changes: count,
    unchanged: count,
    skipped: valuesOf(count),
    unreadable: count,
    tagsAdded: count,
    tagsChanged: count,
    tagsRemoved: count,
    costs: listOf(
      fields<PlanCost>({
        scope: text,
        quota: text,
        calls: valuesOf(count),
        requestsPerSecond: optional(positiveNumber),
        periodSeconds: optional(positiveNumber),
        countedPer: optional(exactly("account")),
        seconds: optional(positiveNumber),
      }),
    ),
    warnings: listOf(
      fields<PlanWarning>({
        rule: text,
        tagKey: optional(text),
        message: text,
        fix: text,
        resources: count,
        examples: listOf(text),
      }),
    ),
  }),
});

function parse(line: string, what: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The parser's own message repeats the text, and with it tag values.
    throw refused(`${what} is not JSON.`);
  }
}

function refused(message: string): CrosstagError {
  return new CrosstagError({ code: "configuration", message, hint: "Make the plan again." });
}
