import type { z } from "zod";
import { fieldsOf, isList } from "@crosstag/core/internal";

/** What is left of a document without what its schema refuses, so that the rest can be checked, too. */
interface AcceptedPart {
  /** The document without the refused keys, and without the items of lists in which something is refused. */
  readonly content: Readonly<Record<string, unknown>>;
  /** The path in the whole document, by that in the part. */
  readonly pathOf: (path: readonly PropertyKey[]) => readonly PropertyKey[];
  /** The items that were left out of a list. */
  readonly refused: (list: string) => readonly unknown[];
}

/** A document as its schema reads it. */
export interface ParsedPart<Data> extends Pick<AcceptedPart, "pathOf" | "refused"> {
  /** What the schema refuses. */
  readonly issues: readonly z.core.$ZodIssue[];
  /** The document, or what is left of it without that; undefined if it cannot be read so either. */
  readonly data: Data | undefined;
}

/**
 * Reads a document, or else as much of it as its schema accepts: its parts can be checked whatever its version is.
 * @param schema of a document with `version: 1`
 */
export function parseAccepted<Data>(content: unknown, schema: z.ZodType<Data>): ParsedPart<Data> {
  const result = schema.safeParse(content);
  const issues = result.error?.issues ?? [];
  const part = acceptedPart(content, issues);
  const { data } = result.success ? result : schema.safeParse({ ...part.content, version: 1 });
  return { issues, data, pathOf: part.pathOf, refused: part.refused };
}

/** @param issues what the schema refuses */
function acceptedPart(content: unknown, issues: readonly z.core.$ZodIssue[]): AcceptedPart {
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
