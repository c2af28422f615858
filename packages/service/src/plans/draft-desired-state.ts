import { knownCloudsOf, refuseDesiredState, unknownClouds } from "@crosstag/clouds";
import { parseDesiredState, type ParsedDesiredState } from "@crosstag/config/desired-state";
import type { DesiredState, DesiredStateProblem, PlanDraft } from "@crosstag/core";
import { describePath } from "../http/describe-input-issues.ts";
import { invalidRequest } from "../http/invalid-request.ts";
import { parseGiven } from "../http/parse-given.ts";
import type { DraftContext, SourceOf } from "./plan-source.ts";

/** Where the desired state is in the request. */
const PLACE = ["source", "desired"] as const;

/** @throws CrosstagError `invalid-request` with every problem of the desired state, before anything is sent */
export function draftDesiredState(
  { desired, changeSoftwareTags }: SourceOf<"desired-state">,
  { crosstag, now, signal }: DraftContext,
): PlanDraft {
  const { result, violations } = parseGiven(PLACE, desired, parseDesiredState);
  if (result === undefined) throw invalidRequest(violations);
  const { state: parsed } = result;
  const state = withoutFiles(parsed);
  const problems = [
    ...filesIn(parsed),
    ...unknownClouds(state, knownCloudsOf(crosstag)),
    ...crosstag.checkDesiredState(state),
  ];
  refuseDesiredState(problems, (path) => describePath([...PLACE, ...path]));
  // Clouds that cannot be listed are warnings of the plan.
  return crosstag.planTags({ desired: state, changeSoftwareTags, now: now(), onUnlisted: () => {} }, { signal });
}

/** The service reads no files that a caller names. */
function filesIn({ statements }: ParsedDesiredState): readonly DesiredStateProblem[] {
  return statements.flatMap(({ select: { file } }, index): readonly DesiredStateProblem[] => {
    if (file === undefined) return [];
    const violation = {
      severity: "error" as const,
      rule: "crosstag.selection-file",
      message: "A request cannot name files.",
      fix: "Write the references into `references`.",
    };
    return [{ path: ["statements", index, "select", "file"], violation }];
  });
}

function withoutFiles(parsed: ParsedDesiredState): DesiredState {
  const statements = parsed.statements.map(({ select: { file: _file, ...select }, ...statement }) => ({
    ...statement,
    select,
  }));
  return { ...parsed, statements };
}
