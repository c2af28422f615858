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
  const conflict = (key: string, earlier: { readonly name: string }): TagsChange => ({
    conflict: "conflict",
    tagKey: key,
    detail: `${capitalize(earlier.name)} and ${name} conflict on the tag key ${JSON.stringify(key)}.`,
  });
  const say = (key: string, value: string | undefined): TagsChange | undefined => {
    const wish = said.wishes.get(key);
    const earlier =
      (wish !== undefined && wish.value !== value ? wish : undefined) ??
      (value === undefined ? said.wanted.get(key) : said.removals.find(({ covers }) => covers(key)));
    if (earlier !== undefined) return conflict(key, earlier);
    said.wishes.set(key, { value, name });
    if (value === undefined) tags.delete(key);
    else tags.set(key, value);
    return undefined;
  };

  for (const [from, to] of Object.entries(statement.rename ?? {})) {
    const value = tags.get(from);
    const there = tags.get(to);
    if (value === undefined) {
      const wish = said.wishes.get(from);
      // An earlier statement has removed or renamed the tag that this one wants to keep under the new name.
      if (wish !== undefined && there !== said.before.get(from)) return conflict(from, wish);
      continue;
    }
    if (there !== undefined && there !== value) {
      return {
        conflict: "rename-conflict",
        tagKey: to,
        detail: `${capitalize(name)} renames ${JSON.stringify(from)} to ${JSON.stringify(to)}, which already exists with another value.`,
      };
    }
    const problem = say(to, value) ?? say(from, undefined);
    if (problem !== undefined) return problem;
  }
  for (const [key, value] of Object.entries(statement.set ?? {})) {
    const problem = say(key, value);
    if (problem !== undefined) return problem;
  }
  for (const [key, value] of Object.entries(statement.setIfAbsent ?? {})) {
    if (tags.has(key)) said.wanted.set(key, { name });
    const problem = tags.has(key) ? undefined : say(key, value);
    if (problem !== undefined) return problem;
  }
  for (const key of tags.keys()) {
    const problem = removes(statement, key) && mayChange(key) ? say(key, undefined) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
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
