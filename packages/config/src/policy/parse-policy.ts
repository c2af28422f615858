import { describeIssues, describePart } from "../documents/describe-issues.ts";
import { parseAccepted, type ParsedPart } from "../documents/parse-accepted.ts";
import { describeItemPath } from "../documents/describe-item-path.ts";
import { type DocumentProblem, problemsError } from "../documents/problems-error.ts";
import { readDocument } from "../documents/read-document.ts";
import { checkPolicy, type Policy, type PolicyRule } from "@crosstag/compliance";
import type { KnownClouds } from "../configuration/unknown-cloud.ts";
import { keysThatAreNoTexts } from "../desired/parse-desired-state.ts";
import { unknownScopeClouds } from "./unknown-scope-clouds.ts";
import { policySchema } from "./policy-schema.ts";
import { fieldsOf, isList } from "@crosstag/core/internal";

const TITLE = "The policy";

/** Options of the parsers of policies and waivers. */
export interface PolicyParserOptions {
  /** The providers and configured clouds that scopes may name. Default: any. */
  readonly knownClouds?: KnownClouds | undefined;
}

/** @throws CrosstagError `configuration` with every problem, each with line and column */
export function parsePolicy(content: string, fileName: string, { knownClouds }: PolicyParserOptions = {}): Policy {
  const read = readDocument(content, fileName, TITLE);
  const part = parseAccepted(read.content, policySchema);
  const policy = part.data === undefined ? undefined : withSpellings(part.data as unknown as Policy);
  const deeper = policy === undefined ? [] : [...checkPolicy(policy), ...unknownScopeClouds(policy, knownClouds)];
  const problems: DocumentProblem[] = [
    ...keysThatAreNoTexts(read.document),
    ...describeIssues(part.issues, read, policySchema, { describePath: describeItemPath }),
    ...deeper
      .map(({ path, problem }) => ({ path: part.pathOf(path), problem }))
      .filter(({ path }) => !namesRefusedRule(path, read.content, part))
      .map((found) => describePart(found, { offset: read.offset, describePath: describeItemPath })),
  ];
  if (problems.length > 0 || policy === undefined) throw problemsError(TITLE, problems, read.at);
  return policy;
}

/** An example can name a rule that was left out: whether its id is right shows when that rule is. */
function namesRefusedRule(
  path: readonly PropertyKey[],
  content: unknown,
  { refused }: Pick<ParsedPart<unknown>, "refused">,
): boolean {
  if (path[0] !== "examples") return false;
  const named = path.reduce<unknown>(
    (value, key) => (isList(value) ? value[Number(key)] : fieldsOf(value)[String(key)]),
    content,
  );
  return refused("rules").some((rule) => fieldsOf(rule)["id"] === named);
}

/** A list is short for a map from tag keys, or values, to no other spellings. */
function withSpellings(policy: Policy): Policy {
  return {
    ...policy,
    rules: policy.rules.map((rule): PolicyRule => {
      const { tags } = rule;
      if (tags === undefined) return withSpelling(rule);
      const checks = Object.entries(tags).map(([key, check]) => [key, withSpelling(check)] as const);
      return { ...withSpelling(rule), tags: Object.fromEntries(checks) };
    }),
  };
}

function withSpelling<Part extends Pick<PolicyRule, "spelling">>(part: Part): Part {
  const given: unknown = part.spelling;
  if (!isList(given)) return part;
  return { ...part, spelling: Object.fromEntries(given.map((text) => [String(text), []])) };
}
