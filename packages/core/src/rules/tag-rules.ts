import type { Provenance } from "../model/provenance.ts";
import type { ResourceKind } from "../model/reference.ts";

/** What a length is counted in. */
export type LengthUnit = "code-points" | "utf16-units" | "utf8-bytes";

interface RuleBase extends Provenance {
  /** Stable name, for example `alibaba.key-length`; error reports and documentation use it. */
  readonly id: string;
  /** `warning`: reported, not refused. */
  readonly severity: "error" | "warning";
  /** The kinds of resources that it is for; default: all of the cloud. */
  readonly kinds?: readonly ResourceKind[];
}

/** The length of a tag key or value. A cloud that limits characters and bytes has two of these rules; both are checked. */
export interface LengthRule extends RuleBase {
  readonly check: "length";
  /** What the rule is about. */
  readonly of: "key" | "value";
  /** The smallest length, in `unit`. */
  readonly minimum: number;
  /** The greatest length, in `unit`. */
  readonly maximum: number;
  /** What the length is counted in. */
  readonly unit: LengthUnit;
}

/** The characters that a tag key or value may have. */
export interface CharacterRule extends RuleBase {
  readonly check: "characters";
  /** What the rule is about. */
  readonly of: "key" | "value";
  /** The inside of a character class for a regular expression with flag `u`, for example `A-Za-z0-9_.:/=+\-@`. */
  readonly allowed: string;
  /** The same in words, for messages. */
  readonly description: string;
  /** What the first character may be, if less is allowed there. Default: `allowed`. */
  readonly first?: {
    /** As `allowed`. */
    readonly allowed: string;
    /** The same in words, for messages. */
    readonly description: string;
  };
  /** What the last character may be, if less is allowed there. Default: `allowed`. */
  readonly last?: {
    /** As `allowed`. */
    readonly allowed: string;
    /** The same in words, for messages. */
    readonly description: string;
  };
}

/** The letter case of a tag key or value, for clouds that refuse upper case in letters that `characters` allows. */
export interface LetterCaseRule extends RuleBase {
  readonly check: "letter-case";
  /** What the rule is about. */
  readonly of: "key" | "value";
  /** `lower`: no letter in upper or title case. Letters of scripts without case are allowed. */
  readonly letterCase: "lower";
}

/** Beginnings of tag keys or values that the cloud reserves for itself. */
export interface ReservedPrefixRule extends RuleBase {
  readonly check: "reserved-prefix";
  /** What the rule is about. */
  readonly of: "key" | "value";
  /** The prefixes, for example `aws:`. */
  readonly prefixes: readonly string[];
  /** False: the prefixes are reserved in upper and lower case. */
  readonly caseSensitive: boolean;
}

/** Tags that a resource may carry in the end; tags under a reserved prefix are not counted. */
export interface CountRule extends RuleBase {
  readonly check: "count";
  /** The largest number of tags. */
  readonly maximum: number;
}

/** Keys that differ in case only: two tags for the cloud, one for some of its policy conditions. */
export interface CaseCollisionRule extends RuleBase {
  readonly check: "case-collision";
}

/** One rule of a cloud for tags. */
export type TagRule = LengthRule | CharacterRule | LetterCaseRule | ReservedPrefixRule | CountRule | CaseCollisionRule;

/** Options of checks of tags. */
export interface TagCheckOptions {
  /** Name positions in the list of tags. False for a tag that is checked alone. Default: true. */
  readonly positions?: boolean;
}

/** Everything that a cloud demands of tags, as data. */
export interface TagRules {
  /** The cloud, as in references: `aws`, `alibaba`. */
  readonly provider: string;
  /** For people: `AWS KMS`. */
  readonly title: string;
  /** The same for kinds that another service of the cloud has: `AWS Secrets Manager`. Default: `title` for every kind. */
  readonly titles?: Readonly<Record<ResourceKind, string>>;
  /** The rules; all of them must hold. */
  readonly rules: readonly TagRule[];
}
