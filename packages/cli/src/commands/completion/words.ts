import { currentUser, findConfigurationFile } from "@crosstag/config/find";
import { listRuns } from "@crosstag/core/node";
import type { Policy } from "@crosstag/compliance";
import type { DesiredState } from "@crosstag/core";
import { POLICY_FILE } from "../../compliance/policy-file.ts";
import { DESIRED_STATE_FILE } from "../../desired/desired-state-file.ts";
import { readText } from "../../input/read-text.ts";
import type { Invocation } from "../../invocation.ts";
import { runsFolder } from "../../runs/runs-folder.ts";
import type { WordKind } from "./option-words.ts";

type Reading = Pick<Invocation, "context" | "globals">;

/**
 * Returns the names that a shell offers for completion. They come from files: nothing is sent, and no code of a
 * configuration is run, because pressing the tab key must do neither. A file that cannot be read has no names.
 */
export async function wordsOf(kind: WordKind, reading: Reading): Promise<readonly string[]> {
  switch (kind) {
    case "cloud":
      return cloudNames(reading);
    case "run":
      return runNames(reading);
    case "tag-key":
      return tagKeys(reading);
    case "tag":
      return (await tagKeys(reading)).map((key) => `${key}=`);
  }
}

async function cloudNames({ context, globals }: Reading): Promise<readonly string[]> {
  return ifReadable(async () => {
    const path =
      globals.config ?? (await findConfigurationFile(context.workingDirectory, currentUser(context.environment)));
    if (path === undefined) return [];
    const { parseConfiguration } = await import("@crosstag/config");
    const { clouds } = parseConfiguration(await readText(path, context), path);
    return [...new Set([...Object.keys(clouds), ...Object.values(clouds).map(({ provider }) => provider)])];
  });
}

async function runNames({ context }: Reading): Promise<readonly string[]> {
  const runs = await ifReadable(async () => listRuns(runsFolder(undefined, context)));
  return runs.length === 0 ? [] : ["latest", ...runs.map(({ id }) => id)];
}

async function tagKeys({ context }: Reading): Promise<readonly string[]> {
  const [desired, policy] = await Promise.all([
    ifReadable(async () => {
      const { parseDesiredState } = await import("@crosstag/config/desired-state");
      const { state } = parseDesiredState(await readText(DESIRED_STATE_FILE, context), DESIRED_STATE_FILE);
      return keysOfDesiredState(state);
    }),
    ifReadable(async () => {
      const { parsePolicy } = await import("@crosstag/config/policy");
      return keysOfPolicy(parsePolicy(await readText(POLICY_FILE, context), POLICY_FILE));
    }),
  ]);
  // Globs are not keys.
  return [...new Set([...desired, ...policy])].filter((key) => !/[*?]/.test(key)).toSorted();
}

function keysOfDesiredState({
  owns = [],
  statements,
}: Pick<DesiredState, "owns"> & {
  readonly statements: readonly Omit<DesiredState["statements"][number], "select">[];
}): readonly string[] {
  return [
    ...owns,
    ...statements.flatMap(({ set = {}, setIfAbsent = {}, rename = {}, remove = [] }) => [
      ...Object.keys(set),
      ...Object.keys(setIfAbsent),
      ...Object.keys(rename),
      ...Object.values(rename),
      ...remove,
    ]),
  ];
}

function keysOfPolicy({ teamKey, rules }: Policy): readonly string[] {
  return [
    ...(teamKey === undefined ? [] : [teamKey]),
    ...rules.flatMap(({ required = [], tags = {}, forbidden = [], spelling = {} }) => [
      ...required,
      ...Object.keys(tags),
      ...forbidden,
      ...Object.keys(spelling),
    ]),
  ];
}

async function ifReadable<Name>(read: () => Promise<readonly Name[]>): Promise<readonly Name[]> {
  try {
    return await read();
  } catch {
    return [];
  }
}
