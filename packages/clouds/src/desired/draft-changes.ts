import {
  CrosstagError,
  type DesiredStatement,
  type DesiredTags,
  type ListTags,
  type PlanDraft,
  type PlanTags,
  type PlanTagSetsRequest,
  type ResourceTags,
  type Selection,
  type UnreadTags,
  type Violation,
} from "@crosstag/core";
import { refuseDesiredState } from "./refuse-desired-state.ts";

/** The change of one resource. */
export interface ResourceChange {
  /** The resource, as its cloud or its user names it. */
  readonly resource: string;
  /** Tag keys with the values that they should have. */
  readonly set: Readonly<Record<string, string>>;
  /** Tag keys to remove. */
  readonly remove: readonly string[];
}

/** Changes to plan, resource by resource. */
export interface ChangesToDraft extends Omit<PlanTagSetsRequest, "resources"> {
  /** At most one for each resource. */
  readonly changes: readonly ResourceChange[];
  /** Names a change in messages, or a tag key that it sets, by the position of the change: `rows.csv:4`, `changes[3]`. */
  readonly placeOf: (index: number, key?: string) => string;
  /** Remove tags that a change does not set. Default: false. */
  readonly prune?: boolean | undefined;
  /**
   * Called with the position of each change whose resource could not be read: nothing is planned for it, and the plan says
   * why. Default: ignored.
   */
  readonly onUnread?: ((index: number) => void) | undefined;
}

/**
 * Reads the tags of the resources, and plans the changes.
 * @throws CrosstagError `invalid-request` with every change that names an invalid or unknown resource, or one that another
 *   change names, too; then with every new tag that breaks a rule of its cloud
 */
export async function draftChanges(
  crosstag: PlanTags & ListTags,
  { changes, placeOf, prune = false, onUnread, ...request }: ChangesToDraft,
  signal: AbortSignal,
): Promise<PlanDraft> {
  const refuse = (statements: readonly (DesiredStatement | undefined)[]) => {
    const given = statements.flatMap((statement, index) => (statement === undefined ? [] : [{ statement, index }]));
    if (given.length === 0) return;
    const state = { version: 1 as const, statements: given.map(({ statement }) => statement) };
    refuseDesiredState(crosstag.checkDesiredState(state), ([, position, part, key]) =>
      placeOf(given[Number(position)]?.index ?? 0, part === "set" && typeof key === "string" ? key : undefined),
    );
  };
  // The names come first: what is written is known only when the tags have been read.
  refuse(changes.map((change) => ({ select: selectionOf(change), removeAllBut: ["*"] })));
  const entries = await readEntries(crosstag, changes, signal);
  refuseUnplannable(changes, entries, placeOf);
  refuse(
    changes.map((change, index) => {
      const set = newTags(change, entries[index]);
      return Object.keys(set).length === 0 ? undefined : { select: selectionOf(change), set };
    }),
  );
  for (const [index, entry] of entries.entries()) if (entry?.status === "failed") onUnread?.(index);
  return crosstag.planTagSets({ ...request, resources: desiredTags(changes, entries, prune) }, { signal });
}

function selectionOf({ resource }: ResourceChange): Selection {
  return /(?:^|:)alias\//.test(resource) ? { aliases: [resource] } : { references: [resource] };
}

/** Tags that are there already need not fit the rules: they are not written. */
function newTags({ set }: ResourceChange, entry: ResourceTags | undefined): Readonly<Record<string, string>> {
  const before = new Map(entry?.status === "read" ? Object.entries(entry.tags) : []);
  return Object.fromEntries(Object.entries(set).filter(([key, value]) => before.get(key) !== value));
}

/** By position. A resource that is named twice has one entry, at its first name. */
async function readEntries(
  crosstag: ListTags,
  changes: readonly ResourceChange[],
  signal: AbortSignal,
): Promise<readonly (ResourceTags | undefined)[]> {
  if (changes.length === 0) return [];
  const byName = new Map<string, ResourceTags>();
  const resources = changes.map(({ resource }) => resource);
  const listing = { resources, includeReserved: true, resolveAliases: true };
  for await (const entry of crosstag.listTags(listing, { signal, retry: "patient" })) byName.set(entry.resource, entry);
  // Resources that were not read because of the interruption must not look unreadable.
  signal.throwIfAborted();
  return changes.map(({ resource }) => {
    const entry = byName.get(resource);
    byName.delete(resource);
    return entry;
  });
}

/** More than a person fixes before trying again. */
const MOST_SHOWN = 20;

function refuseUnplannable(
  changes: readonly ResourceChange[],
  entries: readonly (ResourceTags | undefined)[],
  placeOf: (index: number) => string,
): void {
  const violations = changes.flatMap(({ resource }, index): readonly Violation[] => {
    const entry = entries[index];
    const place = placeOf(index);
    if (entry === undefined)
      return [
        problemOf(resource, "crosstag.same-resource", {
          message: `${place}: ${resource} is a resource that is named before, too.`,
          fix: "Put all changes of a resource together.",
        }),
      ];
    if (entry.status === "failed" && entry.error.code === "not-found")
      return [
        problemOf(resource, "crosstag.unknown-resource", {
          message: `${place}: ${resource} does not exist.`,
          fix: "Correct the name, or remove it.",
        }),
      ];
    return [];
  });
  const [first] = violations;
  if (first === undefined) return;
  throw new CrosstagError({
    code: "invalid-request",
    operation: "planTagSets",
    message: first.message,
    hint: first.fix,
    violations: violations.slice(0, MOST_SHOWN),
  });
}

function problemOf(resource: string, rule: string, { message, fix }: Pick<Violation, "message" | "fix">): Violation {
  return { severity: "error", rule, resource, message, fix };
}

function* desiredTags(
  changes: readonly ResourceChange[],
  entries: readonly (ResourceTags | undefined)[],
  prune: boolean,
): Generator<DesiredTags | UnreadTags> {
  for (const [index, { set, remove }] of changes.entries()) {
    const entry = entries[index];
    if (entry === undefined) continue;
    const { reference } = entry;
    if (entry.status === "failed") yield { reference, error: entry.error };
    else {
      const desired = new Map(prune ? [] : Object.entries(entry.tags));
      for (const key of remove) desired.delete(key);
      for (const [key, value] of Object.entries(set)) desired.set(key, value);
      yield { reference, before: entry.tags, desired: Object.fromEntries(desired) };
    }
  }
}
