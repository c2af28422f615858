import { describeIssues } from "../documents/describe-issues.ts";
import { type DocumentProblem, problemsError } from "../documents/problems-error.ts";
import { readDocument } from "../documents/read-document.ts";
import type { Mapping, ResourceMatch, ResourcePair, TextMapping } from "@crosstag/migration";
import type { z } from "zod";
import { keysThatAreNoTexts } from "../desired/parse-desired-state.ts";
import { mappingSchema } from "./mapping-schema.ts";

const TITLE = "The mapping";

/** The content of a mapping file; its file of pairs is not read yet. */
export interface ParsedMapping {
  /** The mapping, without the pairs of the file. */
  readonly mapping: Mapping;
  /** The file of pairs: its name as written, and `file:line:column` of the name. Absent: none. */
  readonly pairsFile?: { readonly name: string; readonly where: string };
}

type Given = z.infer<typeof mappingSchema>;

/** @throws CrosstagError `configuration` with every problem, each with line and column; messages do not contain values */
export function parseMapping(content: string, fileName: string): ParsedMapping {
  const read = readDocument(content, fileName, TITLE);
  const result = mappingSchema.safeParse(read.content);
  const problems: DocumentProblem[] = [
    ...keysThatAreNoTexts(read.document),
    ...describeIssues(result.error?.issues ?? [], read, mappingSchema, { describePath }),
    ...sharedTargets(result.data).map(({ path, problem }) => ({ offset: read.offset(path), problem })),
  ];
  if (problems.length > 0 || result.data === undefined) throw problemsError(TITLE, problems, read.at);
  const { match, keys, values, ...rest } = result.data;
  const mapping: Mapping = {
    ...rest,
    ...(match !== undefined && { match: matchOf(match) }),
    ...(keys !== undefined && { keys: textsOf(keys) }),
    ...(values !== undefined && { values: textsOf(values) }),
  } as Mapping;
  if (match?.file === undefined) return { mapping };
  return { mapping, pairsFile: { name: match.file, where: read.at(read.offset(["match", "file"])) } };
}

/** Two sources with one target: found here with their line. Different names of one target are found later. */
function sharedTargets(
  given: Given | undefined,
): readonly { readonly path: readonly (string | number)[]; readonly problem: string }[] {
  const first = new Map<string, string>();
  return (given?.match?.pairs ?? []).flatMap(({ from, to }, index) => {
    const earlier = first.get(to) ?? from;
    first.set(to, earlier);
    if (earlier === from) return [];
    const problem = `${JSON.stringify(from)} and ${JSON.stringify(earlier)} have the same target ${JSON.stringify(to)}.`;
    return [{ path: ["match", "pairs", index, "to"], problem }];
  });
}

function matchOf({ pairs, aliases, tag, sameId }: NonNullable<Given["match"]>): ResourceMatch {
  return {
    ...(pairs !== undefined && { pairs }),
    ...(aliases !== undefined && { aliases: aliases.map(asPair) }),
    ...(tag !== undefined && { tag: asPair(tag) }),
    ...(sameId !== undefined && { sameId }),
  };
}

function asPair(given: string | ResourcePair): ResourcePair {
  return typeof given === "string" ? { from: given, to: given } : given;
}

function textsOf({ encode, decode, ...rest }: NonNullable<Given["keys" | "values"]>): TextMapping {
  return {
    ...rest,
    ...(encode !== undefined && { encode: [encode].flat() }),
    ...(decode !== undefined && { decode: [decode].flat() }),
  } as TextMapping;
}

function describePath(path: readonly PropertyKey[]): string {
  return path
    .map((segment, position) => {
      if (typeof segment === "number") return ` item ${segment + 1}`;
      const name = /^[\w-]+$/.test(String(segment)) ? String(segment) : JSON.stringify(String(segment));
      return position === 0 ? name : `.${name}`;
    })
    .join("");
}
