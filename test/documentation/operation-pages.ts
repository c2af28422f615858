import { readFileSync } from "node:fs";
import { ERROR_CODES, ERROR_STATUSES } from "@crosstag/operations";
import { joinParts, page } from "./markdown.ts";
import { operationSection } from "./operation-sections.ts";
import { REPOSITORY } from "./pages.ts";

/** Pages in `docs/operations`, and the operations whose schemas each has. */
const OPERATION_PAGES: Readonly<Record<string, readonly string[]>> = {
  "tag-resource": ["TagResource"],
  "untag-resource": ["UntagResource"],
  "list-tags": ["ListTags"],
  "find-resources": ["FindResources"],
  "delete-key-material": ["InspectKeyMaterial", "DeleteKeyMaterial"],
  validate: ["Validate"],
  clouds: ["ListClouds"],
  plans: ["MakePlan", "ListPlans", "GetPlan", "ReadPlanEntries", "ApprovePlan", "DeletePlan"],
  runs: ["StartRun", "ListRuns", "GetRun", "ReadRunOutcomes", "FollowRun", "CancelRun", "ResumeRun", "UndoRun"],
  check: ["Check"],
};

const BEGIN = "<!-- Generated from the schemas by `npm run docs:generate`. -->";
const END = "<!-- End of what is generated. -->";

/** Paths and texts of the pages of operations, and of the page of errors. */
export function operationPages(): readonly (readonly [path: string, text: string])[] {
  return [
    ...Object.entries(OPERATION_PAGES).map(([name, titles]) => {
      const path = `docs/operations/${name}.md`;
      return [path, withSections(path, titles)] as const;
    }),
    ["docs/operations/errors.md", errorsPage()],
  ];
}

function withSections(path: string, titles: readonly string[]): string {
  const text = readFileSync(`${REPOSITORY}${path}`, "utf8");
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin === -1 || end === -1) throw new Error(`${path} has no generated part.`);
  const sections = joinParts(...titles.map(operationSection));
  return `${text.slice(0, begin)}${joinParts(BEGIN, sections, END)}${text.slice(end + END.length)}`;
}

interface ErrorMeaning {
  readonly means: string;
  readonly fix: string;
}

const MEANINGS: Readonly<Record<(typeof ERROR_CODES)[number], ErrorMeaning>> = {
  "invalid-request": {
    means: "The request breaks a rule. `violations` has every problem, each with its fix. Nothing was sent.",
    fix: "Correct the request. The same request fails again.",
  },
  unsupported: {
    means: "The cloud or its adapter cannot do this. Nothing was sent.",
    fix: "See the [page of the cloud](../providers/README.md) for what it can do.",
  },
  configuration: {
    means: "The configuration is missing or wrong. Nothing was sent.",
    fix: "Over HTTP, tell the operator of the service: callers cannot correct it. See [credentials](../guides/credentials.md).",
  },
  "confirmation-required": {
    means: "A confirmation is missing or does not match, or what was confirmed has changed since. Nothing was changed.",
    fix: "Look again, and confirm what you see.",
  },
  "not-found": {
    means: "The resource, the plan or the run does not exist in this account and region.",
    fix: "Compare the id. AWS says the same of a key of another region or account.",
  },
  "access-denied": {
    means: "The credentials are not allowed to do this. Over HTTP, `permission` names what the token lacks.",
    fix: "Have the permission granted: `hint` names it. `crosstag providers aws --policy` prints a policy.",
  },
  unauthenticated: {
    means: "Credentials or a token are missing, wrong or expired.",
    fix: "Send `Authorization: Bearer` with a token of `crosstag serve token`. With status 502 the cloud refused the credentials of the service.",
  },
  "managed-by-cloud": {
    means: "The resource belongs to the cloud, and only the cloud changes it.",
    fix: "Leave it out.",
  },
  "invalid-state": {
    means: "The state of the resource does not allow it, for example a scheduled deletion.",
    fix: "Change the state first, or leave the resource out.",
  },
  conflict: {
    means: "Another program changed it at the same time, or another request is doing this already.",
    fix: "Read again, then decide. `retry` says whether the same request can succeed.",
  },
  "limit-exceeded": {
    means: "A permanent limit is reached, for example the number of tags on a resource.",
    fix: "Remove something first. Waiting does not help.",
  },
  "tag-refused": { means: "The cloud refused a tag.", fix: "Choose another tag key or tag value." },
  "policy-refused": {
    means: "A tag policy of the organization refused a tag.",
    fix: "Use a tag key and a tag value that the policy allows.",
  },
  refused: {
    means: "The cloud refused the request as malformed.",
    fix: "Report it with the request id: Crosstag should have found the problem first.",
  },
  throttled: {
    means: "Too many requests: of this token, or the cloud asked for fewer calls until the attempts were used up.",
    fix: "Repeat it later. Over HTTP, after the seconds of `Retry-After`.",
  },
  unavailable: {
    means: "The cloud failed or could not be reached, or the answer was not the cloud's.",
    fix: "Repeat it later. If that does not help, see [networks](../guides/networks.md).",
  },
  "deadline-exceeded": {
    means: "There was no answer within the time allowed.",
    fix: "Read what has changed before you repeat it. Use a plan and a run for many resources.",
  },
  canceled: {
    means: "The request was canceled, or the service is stopping.",
    fix: "Repeat it. Outcomes say what was done before.",
  },
  internal: {
    means: "A fault in Crosstag, or an answer that it does not recognize.",
    fix: "Report it with the id in `instance`, which the log of the service has, too.",
  },
};

function errorsPage(): string {
  return page(
    "Errors",
    "<!-- Generated from the codes of errors by `npm run docs:generate`. Do not edit. -->",
    "The codes are the same everywhere: `code` of a `CrosstagError`, of an outcome, of `--output json`, and of a problem over HTTP (`application/problem+json`, RFC 9457), whose `type` points to this page. Decide by the code, not by the message; `retry` says whether another attempt can succeed. The status is that of a whole request over HTTP: the failure of one resource is part of the answer, with status 207.",
    ...ERROR_CODES.map((code) =>
      joinParts(
        `## ${code}`,
        `Status ${ERROR_STATUSES[code]}. ${MEANINGS[code].means}`,
        `What to do: ${lowerFirst(MEANINGS[code].fix)}`,
      ),
    ),
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
