import { describeIssues, describePart } from "../documents/describe-issues.ts";
import { parseAccepted } from "../documents/parse-accepted.ts";
import { describeItemPath } from "../documents/describe-item-path.ts";
import { type DocumentProblem, problemsError } from "../documents/problems-error.ts";
import { readDocument } from "../documents/read-document.ts";
import { checkScopes, type Waiver } from "@crosstag/compliance";
import { keysThatAreNoTexts } from "../desired/parse-desired-state.ts";
import type { PolicyParserOptions } from "./parse-policy.ts";
import { unknownWaiverClouds } from "./unknown-scope-clouds.ts";
import { waiversSchema } from "./waivers-schema.ts";

const TITLE = "The waivers file";

/** @throws CrosstagError `configuration` with every problem, each with line and column */
export function parseWaivers(
  content: string,
  fileName: string,
  { knownClouds }: PolicyParserOptions = {},
): readonly Waiver[] {
  const read = readDocument(content, fileName, TITLE);
  const part = parseAccepted(read.content, waiversSchema);
  const waivers = (part.data?.waivers ?? []) as unknown as readonly Waiver[];
  const ids = new Set<string>();
  const twice = waivers.flatMap(({ id }, index) => {
    if (id === undefined || ids.size !== ids.add(id).size) return [];
    return [{ path: ["waivers", index, "id"], problem: "must be unique" }];
  });
  const problems: DocumentProblem[] = [
    ...keysThatAreNoTexts(read.document),
    ...describeIssues(part.issues, read, waiversSchema, { describePath: describeItemPath }),
    ...[
      ...twice,
      ...waivers.flatMap(({ select }, index) => checkScopes(select, ["waivers", index, "select"])),
      ...unknownWaiverClouds(waivers, knownClouds),
    ].map(({ path, problem }) =>
      describePart({ path: part.pathOf(path), problem }, { offset: read.offset, describePath: describeItemPath }),
    ),
  ];
  if (problems.length > 0) throw problemsError(TITLE, problems, read.at);
  return waivers;
}
