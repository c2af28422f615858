import { describeIssues } from "../documents/describe-issues.ts";
import { describeItemPath } from "../documents/describe-item-path.ts";
import { type DocumentProblem, problemsError } from "../documents/problems-error.ts";
import { readDocument } from "../documents/read-document.ts";
import type { AccessConfiguration } from "./access-configuration.ts";
import { accessSchema } from "./access-schema.ts";

const TITLE = "The access file";

/**
 * Parses the text of a `crosstag-access.yaml`. Paths in it stay as they are, and no secret is read.
 * @param fileName the name of the file in messages
 * @throws CrosstagError `configuration` with every problem, each with line and column. Messages do not repeat values
 */
export function parseAccess(content: string, fileName: string): AccessConfiguration {
  const read = readDocument(content, fileName, TITLE);
  const result = accessSchema.safeParse(read.content);
  const { tokens = [], accessKeys = [] } = result.data ?? {};
  const problems: DocumentProblem[] = [
    ...describeIssues(result.error?.issues ?? [], read, accessSchema, { describePath: describeItemPath }),
    ...[
      ...repeated([
        ...tokens.map(({ name }, index): Place => [name, ["tokens", index, "name"]]),
        ...accessKeys.map(({ name }, index): Place => [name, ["accessKeys", index, "name"]]),
      ]),
      ...repeated(tokens.map(({ hash }, index) => [hash, ["tokens", index, "hash"]])),
      ...repeated(accessKeys.map(({ id }, index) => [id, ["accessKeys", index, "id"]])),
    ].map(({ path, first }) => ({
      offset: read.offset(path),
      problem: `${describeItemPath(path)} must be unique; ${describeItemPath(first.slice(0, 2))} has the same.`,
    })),
  ];
  if (result.success && tokens.length + accessKeys.length === 0)
    problems.push({
      offset: 0,
      problem: "The file must have tokens or accessKeys; without one, the service has no callers.",
    });
  if (problems.length > 0) throw problemsError(TITLE, problems, read.at);
  return { tokens, accessKeys };
}

type Place = readonly [value: string, path: readonly PropertyKey[]];

/** The places of values that an earlier place has. */
function repeated(
  places: readonly Place[],
): readonly { readonly path: readonly PropertyKey[]; readonly first: readonly PropertyKey[] }[] {
  const firsts = new Map<string, readonly PropertyKey[]>();
  return places.flatMap(([value, path]) => {
    const first = firsts.get(value);
    if (first !== undefined) return [{ path, first }];
    firsts.set(value, path);
    return [];
  });
}
