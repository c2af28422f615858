import type { ResourceKind, TagRecord } from "@crosstag/core";
import type { ResourceState } from "@crosstag/core/driver";

/** What tags have to be like, as data. Rules are independent of each other; their order changes nothing. */
export interface Policy {
  readonly version: 1;
  /** For reports. */
  readonly name?: string;
  /** The tag key that says whose a resource is; reports count by its values. */
  readonly teamKey?: string;
  readonly rules: readonly PolicyRule[];
  /** What the policy should say of which tags: `crosstag policy test` holds it to them. */
  readonly examples?: readonly PolicyExample[];
}

export const SEVERITIES = ["info", "warning", "error"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A rule holds for the resources of its scope that meet its condition. At least one of its checks is given. */
export interface PolicyRule {
  /** Stays the same while the rule changes: waivers, baselines and dashboards refer to it. */
  readonly id: string;
  /** Default error. */
  readonly severity?: Severity;
  /** One sentence that says what is wanted and why. */
  readonly text?: string;
  /** Where more is written about it. */
  readonly link?: string;
  /** Default: every resource. Of a list, one has to hold. */
  readonly scope?: PolicyScope | readonly PolicyScope[];
  /** Resources that are left out although they are in the scope. */
  readonly except?: PolicyScope | readonly PolicyScope[];
  /** Tags that a resource must have for the rule to hold. Of a list, one has to hold. */
  readonly when?: TagCondition | readonly TagCondition[];
  /** Tag keys that have to be there, with whatever value. */
  readonly required?: readonly string[];
  /** By tag key. */
  readonly tags?: Readonly<Record<string, TagCheck>>;
  /** Tag keys that must not be there: names or globs. */
  readonly forbidden?: readonly string[];
  /** The same as regular expressions for whole tag keys. */
  readonly forbiddenPatterns?: readonly string[];
  /** How tag keys are written, each with other spellings; those that differ only in case are always meant, too. */
  readonly spelling?: Readonly<Record<string, readonly string[]>>;
  /** Tags that a resource may have at most; those that the cloud keeps for itself do not count. */
  readonly maximumTags?: number;
  /** False: `enforce` reports findings of this rule for manual action, even if it could fix them. Default true. */
  readonly fix?: boolean;
}

/** Everything given has to hold. The words are those of a selection in a desired state. */
export interface PolicyScope {
  /** Names of resources: the clouds' own, or globs of them. */
  readonly references?: readonly string[];
  /** Names of aliases (`alias/billing`); who reads the resources has to say which have them. */
  readonly aliases?: readonly string[];
  /** Providers, for example `aws`. */
  readonly clouds?: readonly string[];
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly kinds?: readonly ResourceKind[];
  readonly states?: readonly ResourceState[];
  readonly tags?: TagCondition;
}

/** Tag keys with a glob for the value, one of several globs, or whether the key is there at all. */
export type TagCondition = Readonly<Record<string, string | readonly string[] | boolean>>;

export const VALUE_FORMATS = ["date", "email", "account", "url"] as const;
export type ValueFormat = (typeof VALUE_FORMATS)[number];

/** What the value of one tag has to be like, where the tag is there. Everything given has to hold. */
export interface TagCheck {
  /** The tag has to be there. Default false. */
  readonly required?: boolean;
  /** Values that are allowed. */
  readonly oneOf?: readonly string[];
  /** Globs of values that are allowed, beside those in `oneOf`. */
  readonly like?: readonly string[];
  /**
   * How values are written, each with other spellings; those that differ only in case are always meant, too, unless
   * `ignoreCase` is on.
   */
  readonly spelling?: Readonly<Record<string, readonly string[]>>;
  /** A regular expression (RE2) for the whole value. */
  readonly matches?: string;
  /** Take upper and lower case as the same in `oneOf`, `like` and `matches`. Default false. */
  readonly ignoreCase?: boolean;
  readonly case?: "lower" | "upper";
  /** In characters (Unicode code points). */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly format?: ValueFormat;
  /**
   * What the value has to be: a text with `{cloud}`, `{account}`, `{region}`, `{kind}`, `{id}` and `{tag:KEY}` in it.
   * Where a tag that it is made from is missing, nothing is wrong with this one.
   */
  readonly equals?: string;
  /** What enforcing sets where the tag is required and missing. Where `equals` is given, that is set. */
  readonly default?: string;
}

export interface PolicyExample {
  readonly name?: string;
  readonly tags: TagRecord;
  /** What else is known of the resource; default: a key of AWS. */
  readonly resource?: ExampleResource;
  readonly expect: "compliant" | "violating" | "not-applicable";
  /** Exactly the rules that it breaks, where it breaks any. */
  readonly violates?: readonly string[];
  /** The tags after enforcing. */
  readonly enforced?: TagRecord;
}

export interface ExampleResource {
  readonly reference?: string;
  /** Default: that of the reference, where it names one, and otherwise aws. */
  readonly cloud?: string;
  readonly account?: string;
  readonly region?: string;
  readonly kind?: ResourceKind;
  readonly state?: ResourceState;
  readonly aliases?: readonly string[];
  readonly managedBy?: "customer" | "cloud";
}
