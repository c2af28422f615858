import type { z } from "zod";
import { fieldsOf, isList } from "@crosstag/core/internal";

/** What is left of a document without what its schema refuses, so that the rest can be checked, too. */
export interface AcceptedPart {
  /** The document without the refused keys, and without the items of lists in which something is refused. */
  readonly content: Readonly<Record<string, unknown>>;
  /** The path in the whole document, by that in the part. */
  readonly pathOf: (path: readonly PropertyKey[]) => readonly PropertyKey[];
  /** The items that were left out of a list. */
  readonly refused: (list: string) => readonly unknown[];
}

/** @param issues what the schema refuses */
export function acceptedPart(content: unknown, issues: readonly z.core.$ZodIssue[]): AcceptedPart {
  const whole = fieldsOf(content);
  const unknownKeys = new Set(
    issues.flatMap((issue) => (issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [])),
  );
  const wrong = (key: string, position?: number) =>
    issues.some(({ path }) => path[0] === key && (position === undefined ? path.length === 1 : path[1] === position));
  const positions = new Map<string, readonly number[]>();
  const kept = Object.entries(whole).flatMap(([key, value]): [string, unknown][] => {
    if (unknownKeys.has(key) || wrong(key)) return [];
    if (!isList(value)) return issues.some(({ path }) => path[0] === key) ? [] : [[key, value]];
    const places = [...value.keys()].filter((position) => !wrong(key, position));
    positions.set(key, places);
    return [[key, places.map((position) => value[position])]];
  });
  return {
    content: Object.fromEntries(kept),
    pathOf: (path) => {
      const [list, position, ...inside] = path;
      const place = typeof position === "number" ? positions.get(String(list))?.[position] : undefined;
      return list === undefined || place === undefined ? path : [list, place, ...inside];
    },
    refused: (list) => {
      const items = whole[list];
      const places = positions.get(list) ?? [];
      return isList(items) ? items.filter((_, position) => !places.includes(position)) : [];
    },
  };
}
