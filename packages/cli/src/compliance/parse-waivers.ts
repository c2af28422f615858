import { isDay, type Waiver } from "@crosstag/compliance";
import { z } from "zod";
import { describeIssues } from "../configuration/describe-issues.ts";
import { problemsError, type DocumentProblem } from "../configuration/problems-error.ts";
import { readDocument } from "../configuration/read-document.ts";
import { mustBeText, names } from "../desired/desired-state-schema.ts";
import { keysThatAreNoTexts } from "../desired/parse-desired-state.ts";
import { describePolicyPath } from "./parse-policy.ts";
import { scopeSchema, version } from "./policy-schema.ts";
import { oneOrList, strictMap } from "./schema-parts.ts";

const TITLE = "The file of waivers";

const text = z.string({ error: ({ input }) => mustBeText(input) }).min(1, "must not be empty");

const waiver = strictMap({
  id: text.optional(),
  rules: names("ids of rules"),
  select: oneOrList(scopeSchema).optional(),
  tagKeys: names("tag keys or globs").optional(),
  owner: text,
  reason: text,
  ticket: text.optional(),
  expires: text.refine(isDay, 'must be a day, in quotes: "2026-12-31"'),
});

const waiversSchema = z.strictObject(
  { version, waivers: z.array(waiver, "must be a list of waivers") },
  "must be a map with version and waivers",
);

/** @throws CrosstagError `configuration` with every problem, each with line and column */
export function parseWaivers(content: string, fileName: string): readonly Waiver[] {
  const read = readDocument(content, fileName, TITLE);
  const result = waiversSchema.safeParse(read.content);
  const waivers = (result.data?.waivers ?? []) as unknown as readonly Waiver[];
  const ids = new Set<string>();
  const twice = waivers.flatMap(({ id }, index) => {
    if (id === undefined || ids.size !== ids.add(id).size) return [];
    return [{ offset: read.offset(["waivers", index, "id"]), problem: `Waiver ${index + 1}: id is there already.` }];
  });
  const problems: DocumentProblem[] = [
    ...keysThatAreNoTexts(read.document),
    ...describeIssues(result.error?.issues ?? [], read, waiversSchema, { describePath: describePolicyPath }),
    ...twice,
  ];
  if (problems.length > 0) throw problemsError(TITLE, problems, read.at);
  return waivers;
}
