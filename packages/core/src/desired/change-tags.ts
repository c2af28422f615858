import { capitalize } from "../text/capitalize.ts";
import type { TagSet } from "../model/tag-set.ts";
import type { DesiredState, DesiredStatement } from "./desired-state.ts";
import { matchesAnyGlob } from "./matches-glob.ts";

/** What statements come to for one resource. */
export type TagsChange =
  /** The tags that it should have in the end. */
  | { readonly tags: TagSet }
  | {
      readonly conflict: "conflict" | "rename-conflict";
      readonly tagKey: string;
      /** One sentence, without tag values. */
      readonly detail: string;
    };

/** A statement with the name that messages use. */
export interface NamedStatement {
  readonly name: string;
  readonly statement: DesiredStatement;
}

export function nameStatements({ statements }: DesiredState): readonly NamedStatement[] {
  return statements.map((statement, index) => ({ name: statement.name ?? `statement ${index + 1}`, statement }));
}

/** What a statement may not touch, as predicates over tag keys. */
export interface KeyOwnership {
  /** The state says that it may change it, and the cloud does not keep it for itself. */
  readonly mayChange: (tagKey: string) => boolean;
}

/** Applies statements in their order to the tags of one resource. Pure. */
export function changeTags(statements: readonly NamedStatement[], before: TagSet, ownership: KeyOwnership): TagsChange {
  const tags = new Map(before);
  const said: Said = { before, wishes: new Map(), wanted: new Map(), removals: [] };
  for (const { name, statement } of statements) {
    const problem = applyStatement(name, statement, tags, said, ownership);
    if (problem !== undefined) return problem;
    const { remove, removeAllBut, rename = {} } = statement;
    if (remove !== undefined || removeAllBut !== undefined)
      said.removals.push({ name, covers: (key) => ownership.mayChange(key) && removes(statement, key) });
    said.removals.push({ name, covers: (key) => Object.hasOwn(rename, key) });
  }
  return { tags };
}

/** What the statements so far have said, also of keys that are not there: the same state must not fail the day after. */
interface Said {
  readonly before: TagSet;
  /** By tag key; undefined: to be removed. */
  readonly wishes: Map<string, { readonly value: string | undefined; readonly name: string }>;
  /** Tag keys that have to be there with whatever value, and who says so. */
  readonly wanted: Map<string, { readonly name: string }>;
  readonly removals: { readonly name: string; readonly covers: (tagKey: string) => boolean }[];
}

function applyStatement(
  name: string,
  statement: DesiredStatement,
  tags: Map<string, string>,
  said: Said,
  { mayChange }: KeyOwnership,
): TagsChange | undefined {
  const { rename = {}, set = {}, setIfAbsent = {} } = statement;
  const state: StatementState = { name, tags, said };
  return (
    firstProblem(Object.entries(rename), ([from, to]) => renameTag(from, to, state)) ??
    firstProblem(Object.entries(set), ([key, value]) => wish(key, value, state)) ??
    firstProblem(Object.entries(setIfAbsent), ([key, value]) => {
      if (!tags.has(key)) return wish(key, value, state);
      said.wanted.set(key, { name });
      return undefined;
    }) ??
    firstProblem(tags.keys(), (key) =>
      removes(statement, key) && mayChange(key) ? wish(key, undefined, state) : undefined,
    )
  );
}

/** One statement on its way through the tags of a resource. */
interface StatementState {
  readonly name: string;
  readonly tags: Map<string, string>;
  readonly said: Said;
}

function firstProblem<Item>(
  items: Iterable<Item>,
  work: (item: Item) => TagsChange | undefined,
): TagsChange | undefined {
  for (const item of items) {
    const problem = work(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function renameTag(from: string, to: string, state: StatementState): TagsChange | undefined {
  const { name, tags, said } = state;
  const value = tags.get(from);
  const there = tags.get(to);
  if (value === undefined) {
    const earlier = said.wishes.get(from);
    // An earlier statement has removed or renamed the tag that this one wants to keep under the new name.
    return earlier !== undefined && there !== said.before.get(from) ? conflict(from, earlier, state) : undefined;
  }
  if (there !== undefined && there !== value) {
    return {
      conflict: "rename-conflict",
      tagKey: to,
      detail: `${capitalize(name)} renames ${JSON.stringify(from)} to ${JSON.stringify(to)}, which already exists with another value.`,
    };
  }
  return wish(to, value, state) ?? wish(from, undefined, state);
}

/** The statement wants a value, or no tag. */
function wish(key: string, value: string | undefined, state: StatementState): TagsChange | undefined {
  const { name, tags, said } = state;
  const known = said.wishes.get(key);
  const earlier =
    (known !== undefined && known.value !== value ? known : undefined) ??
    (value === undefined ? said.wanted.get(key) : said.removals.find(({ covers }) => covers(key)));
  if (earlier !== undefined) return conflict(key, earlier, state);
  said.wishes.set(key, { value, name });
  if (value === undefined) tags.delete(key);
  else tags.set(key, value);
  return undefined;
}

function conflict(key: string, earlier: { readonly name: string }, { name }: StatementState): TagsChange {
  return {
    conflict: "conflict",
    tagKey: key,
    detail: `${capitalize(earlier.name)} and ${name} conflict on the tag key ${JSON.stringify(key)}.`,
  };
}

/** Whether a statement removes a tag key from every resource. */
function removes({ remove, removeAllBut, ...statement }: DesiredStatement, tagKey: string): boolean {
  if (remove !== undefined && matchesAnyGlob(remove, tagKey)) return true;
  if (removeAllBut === undefined || matchesAnyGlob(removeAllBut, tagKey)) return false;
  return !namedKeys(statement).includes(tagKey);
}

/** Tag keys that a statement wants to be there. */
function namedKeys({ set, setIfAbsent, rename }: DesiredStatement): readonly string[] {
  return [...Object.keys(set ?? {}), ...Object.keys(setIfAbsent ?? {}), ...Object.values(rename ?? {})];
}

/** Whether a desired state owns a tag key. No state owns the keys that the cloud reserves. */
export function ownsKey({ owns, leavesAlone }: DesiredState, tagKey: string): boolean {
  if (leavesAlone !== undefined && matchesAnyGlob(leavesAlone, tagKey)) return false;
  return owns === undefined || matchesAnyGlob(owns, tagKey);
}
