import type { CheckResult } from "../../check/evaluate-policy.ts";

/** Titles of results for readers who do not know policies. */
export const RESULT_TITLES: Readonly<Record<CheckResult, string>> = {
  compliant: "compliant",
  violating: "violating",
  suppressed: "waived",
  "not-applicable": "managed by the cloud",
  error: "could not be read",
};
