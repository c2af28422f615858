import { describeIssues } from "../documents/describe-issues.ts";
import { offsetOf } from "../documents/entry-at.ts";
import { type DocumentProblem, problemsError } from "../documents/problems-error.ts";
import { readDocument } from "../documents/read-document.ts";
import type { DesiredState, DesiredStatement, Selection } from "@crosstag/core";
import { isScalar, visit, type Document } from "yaml";
import { desiredStateSchema } from "./desired-state-schema.ts";

/** Keys and positions from the top of the file to a place. */
export type DesiredStatePath = readonly (string | number)[];

/** A desired state as its file has it, with the files of selections not yet read. */
export interface ParsedDesiredState extends Omit<DesiredState, "statements"> {
  /** In the order of the file. */
  readonly statements: readonly ParsedStatement[];
}

/** A statement whose selection can name files. */
export interface ParsedStatement extends Omit<DesiredStatement, "select"> {
  /** Which resources it is for. */
  readonly select: ParsedSelection;
}

/** A selection that can name files with references. */
export interface ParsedSelection extends Selection {
  /** Files with references, relative to the file of the desired state. They are not read yet. Absent: none. */
  readonly file?: string | readonly string[];
}

const TITLE = "The desired state";

/**
 * Parses the text of a desired state, `crosstag-tags.yaml`.
 * @param fileName the name of the file in messages
 * @throws CrosstagError `configuration` with every problem, each with line and column. Messages do not repeat values
 */
export function parseDesiredState(
  text: string,
  fileName: string,
): {
  readonly state: ParsedDesiredState;
  /** Returns `file:line:column` of a path, or of the nearest existing place around it. */
  readonly locate: (path: DesiredStatePath) => string;
} {
  const read = readDocument(text, fileName, TITLE);
  const result = desiredStateSchema.safeParse(read.content);
  const problems = [
    ...keysThatAreNoTexts(read.document),
    ...describeIssues(result.error?.issues ?? [], read, desiredStateSchema, { describePath }),
  ];
  if (problems.length > 0) throw problemsError(TITLE, problems, read.at);
  return { state: result.data as ParsedDesiredState, locate: (path) => read.at(read.offset(path)) };
}

/** YAML reads a tag key 1.10 as a number, which would become the tag key "1.1". */
export function keysThatAreNoTexts(document: Document): readonly DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && (typeof key.value === "string" || typeof key.value === "symbol")) return;
      problems.push({
        offset: offsetOf(key) ?? 0,
        problem: 'This key is not a text; put it in quotes, so that 1.10 stays "1.10".',
      });
    },
  });
  return problems;
}

/** Statements are counted from 1, as in all messages. */
function describePath([top, index, ...rest]: readonly PropertyKey[]): string {
  if (top !== "statements" || typeof index !== "number")
    return [top, index]
      .filter((segment) => segment !== undefined)
      .map(describeSegment)
      .join("");
  const within = rest.map(describeSegment).join("");
  return within === "" ? `Statement ${index + 1}` : `Statement ${index + 1}: ${within}`;
}

function describeSegment(segment: PropertyKey, position: number): string {
  if (typeof segment === "number") return ` item ${segment + 1}`;
  const name = /^[\w-]+$/.test(String(segment)) ? String(segment) : JSON.stringify(String(segment));
  return position === 0 ? name : `.${name}`;
}
