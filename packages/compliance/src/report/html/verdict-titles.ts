import type { Verdict } from "../../check/evaluate-policy.ts";

/** Verdicts in words for people who do not know those of the policies. */
export const VERDICT_TITLES: Readonly<Record<Verdict, string>> = {
  compliant: "compliant",
  violating: "violating",
  suppressed: "waived",
  "not-applicable": "managed by the cloud",
  error: "could not be read",
};
