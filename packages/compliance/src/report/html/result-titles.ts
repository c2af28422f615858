import type { CheckResult } from "../../check/evaluate-policy.ts";

/** Verdicts in words for people who do not know those of the policies. */
export const RESULT_TITLES: Readonly<Record<CheckResult, string>> = {
  compliant: "compliant",
  violating: "violating",
  suppressed: "waived",
  "not-applicable": "managed by the cloud",
  error: "could not be read",
};
