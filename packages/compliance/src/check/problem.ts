import type { Severity } from "../policy/policy.ts";

/** What a rule checks. */
export type CheckName =
  | "required"
  | "value-not-allowed"
  | "value-spelling"
  | "value-pattern"
  | "value-case"
  | "value-length"
  | "value-format"
  | "value-derived"
  | "forbidden"
  | "key-spelling"
  | "maximum-tags";

/** One violation of a rule by one resource. Its texts never contain the value of a tag. */
export interface Finding {
  /** The id of the rule. */
  readonly rule: string;
  /** The severity of the rule. */
  readonly severity: Severity;
  /** The check that failed. */
  readonly check: CheckName;
  /** Absent if it is about all tags together. */
  readonly tagKey?: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/**
 * A finding with its automatic fix, if there is one. Resources with the same problem share one object, so that checking
 * many resources makes little garbage.
 */
export interface Problem {
  /** What is wrong. */
  readonly finding: Finding;
  /** Absent if the policy does not determine a fix. */
  readonly fix?: TagFix;
  /** Why a person must decide, if there is no fix or the fix conflicts with something else. */
  readonly decide: string;
}

/** In the order in which they are applied: a tag with another spelling is renamed before a default could be added. */
export const FIX_KINDS = ["rename", "remove", "correct", "add"] as const;
/** What an automatic fix does to a tag. */
export type FixKind = (typeof FIX_KINDS)[number];

/** An automatic fix of one tag. */
export interface TagFix {
  /** What it does. */
  readonly kind: FixKind;
  /** The tag key afterwards; for `remove`, the key that is removed. */
  readonly tagKey: string;
  /** The new value. Absent: the tag is removed. */
  readonly value?: string;
  /** For `rename`: the key before. */
  readonly from?: string;
  /** For a derived value: its source tag keys, which must not be removed before. */
  readonly madeFrom?: readonly string[];
}
