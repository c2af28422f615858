import { check } from "@crosstag/operations";
import { z } from "zod";
import type { CheckInput } from "./check-types.ts";

const KEY = "crosstag-checks-of-plans";
/** Each can have a whole policy. */
const MOST_KEPT = 10;

const keptChecks = z.array(z.object({ plan: z.string(), checkedAt: z.string(), input: check.input })).catch([]);

/** What a check was asked, of whose fixes a plan was made. */
export interface KeptCheck {
  /** The digest of the plan. */
  readonly plan: string;
  readonly checkedAt: string;
  readonly input: CheckInput;
}

/** Keeps it until the tab is closed, also if the page is loaded again. Its result is not kept: the clouds are read again. */
export function keepCheck(kept: KeptCheck): void {
  const others = readKept().filter(({ plan }) => plan !== kept.plan);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([kept, ...others].slice(0, MOST_KEPT)));
  } catch {
    // The storage is full. It is a convenience: the page Compliance can make any check.
  }
}

/** The check of whose fixes a plan was made. Undefined: it was made elsewhere, or too many since. */
export function keptCheckOf(plan: string): KeptCheck | undefined {
  return readKept().find((kept) => kept.plan === plan);
}

function readKept(): readonly KeptCheck[] {
  try {
    return keptChecks.parse(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));
  } catch {
    return [];
  }
}
