import type { Severity } from "../policy/policy.ts";

/** What a rule looks at. */
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

/** One thing that is wrong with one resource. Texts of it never hold the value of a tag. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly check: CheckName;
  /** Absent where it is about all tags together. */
  readonly tagKey?: string;
  readonly message: string;
  /** What a person can do about it. */
  readonly fix: string;
}

/**
 * A finding with what can be done about it without guessing. One object for all resources that have it in common, so
 * that checking many makes little garbage.
 */
export interface Problem {
  readonly finding: Finding;
  /** Absent: nothing without guessing. */
  readonly fix?: TagFix;
  /** Why a person must decide, if there is no fix or the fix conflicts with something else. */
  readonly decide: string;
}

/** Earlier kinds are carried out first: a tag that is only written in another way must not get a default. */
export const FIX_KINDS = ["rename", "remove", "correct", "add"] as const;
export type FixKind = (typeof FIX_KINDS)[number];

export interface TagFix {
  readonly kind: FixKind;
  readonly tagKey: string;
  /** The value afterwards. Absent: the tag goes. */
  readonly value?: string;
  /** Of a renaming: the key before. */
  readonly from?: string;
  /** Of a derived value: the tag keys that it is made from, which have to stay until then. */
  readonly madeFrom?: readonly string[];
}
