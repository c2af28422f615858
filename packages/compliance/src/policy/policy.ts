import type { ResourceConditions, ResourceKind, TagRecord } from "@crosstag/core";
import type { ResourceState } from "@crosstag/core/driver";

/** Rules for tags, as data. Rules are independent of each other; their order does not matter. */
export interface Policy {
  readonly version: 1;
  /** For reports. */
  readonly name?: string;
  /** The tag key that names the team of a resource; reports count by its values. */
  readonly teamKey?: string;
  /** The rules. Their order does not matter. */
  readonly rules: readonly PolicyRule[];
  /** Tags with the expected result: `crosstag policy test` compares the policy with them. */
  readonly examples?: readonly PolicyExample[];
}

/** Every severity, the lowest first. */
export const SEVERITIES = ["info", "warning", "error"] as const;
/** How serious the findings of a rule are. */
export type Severity = (typeof SEVERITIES)[number];

/** A rule applies to the resources of its scope that meet its condition. It has at least one check. */
export interface PolicyRule {
  /** Keep it when the rule changes: waivers, baselines and dashboards refer to it. */
  readonly id: string;
  /** Default error. */
  readonly severity?: Severity;
  /** One sentence: what the rule requires, and why. */
  readonly text?: string;
  /** Address of a page with more about the rule. */
  readonly link?: string;
  /** Default: every resource. If a list, one item must match. */
  readonly scope?: PolicyScope | readonly PolicyScope[];
  /** Resources of the scope that the rule does not apply to. */
  readonly except?: PolicyScope | readonly PolicyScope[];
  /** Tags that a resource must have for the rule to apply. If a list, one item must match. */
  readonly when?: TagCondition | readonly TagCondition[];
  /** Tag keys that are required, with any value. */
  readonly required?: readonly string[];
  /** By tag key. */
  readonly tags?: Readonly<Record<string, TagCheck>>;
  /** Tag keys that are not allowed: names or globs. */
  readonly forbidden?: readonly string[];
  /** The same, as regular expressions for whole tag keys. */
  readonly forbiddenPatterns?: readonly string[];
  /** Correct tag keys, each with other spellings to rename. Spellings that differ only in case are always included. */
  readonly spelling?: Readonly<Record<string, readonly string[]>>;
  /** Maximum number of tags of a resource, without tags that the cloud reserves. */
  readonly maximumTags?: number;
  /** False: `enforce` reports findings of this rule for manual action, even if it could fix them. Default true. */
  readonly fix?: boolean;
}

/**
 * All given conditions must match. The names are those of a selection in a desired state. Conditions on facts, `where`, cost
 * no more calls: a check describes every resource.
 */
export interface PolicyScope extends ResourceConditions {
  /** Names of resources as their cloud writes them, or globs of them. */
  readonly references?: readonly string[];
  /** Names of aliases (`alias/billing`); the reader of the resources must provide them. */
  readonly aliases?: readonly string[];
  /** Providers (`aws`) or names of configured clouds (`production`, `production/shop/eu-*`), as `--cloud` takes them. */
  readonly clouds?: readonly string[];
  /** Accounts. */
  readonly accounts?: readonly string[];
  /** Regions. */
  readonly regions?: readonly string[];
  /** Kinds of resources. */
  readonly kinds?: readonly ResourceKind[];
  /** States of resources. */
  readonly states?: readonly ResourceState[];
  /** Tags that the resource must have. */
  readonly tags?: TagCondition;
}

/** Tag keys with a glob for the value, a list of globs, or a boolean: whether the key exists. */
export type TagCondition = Readonly<Record<string, string | readonly string[] | boolean>>;

/** Every value format. */
export const VALUE_FORMATS = ["date", "email", "account", "url"] as const;
/** The format of a value: a day as `2026-12-31`, an e-mail address, an account number, an http(s) address. */
export type ValueFormat = (typeof VALUE_FORMATS)[number];

/** Checks for the value of one tag, if the resource has it. All given checks must pass. */
export interface TagCheck {
  /** Whether the tag is required. Default false. */
  readonly required?: boolean;
  /** Allowed values. */
  readonly oneOf?: readonly string[];
  /** Globs of allowed values, in addition to `oneOf`. */
  readonly like?: readonly string[];
  /**
   * Correct values, each with other spellings to correct. Spellings that differ only in case are always included, unless
   * `ignoreCase` is set.
   */
  readonly spelling?: Readonly<Record<string, readonly string[]>>;
  /** A regular expression (RE2) for the whole value. */
  readonly matches?: string;
  /** Ignore case in `oneOf`, `like` and `matches`. Default false. */
  readonly ignoreCase?: boolean;
  /** The case that the value must have. */
  readonly case?: "lower" | "upper";
  /** In characters (Unicode code points). */
  readonly minLength?: number;
  /** In characters (Unicode code points). */
  readonly maxLength?: number;
  /** The format that the value must have. */
  readonly format?: ValueFormat;
  /**
   * The required value: a text with `{cloud}`, `{account}`, `{region}`, `{kind}`, `{id}` and `{tag:KEY}` in it.
   * If a source tag is missing, this check passes.
   */
  readonly equals?: string;
  /** The value that `enforce` sets if the tag is required and missing. Not together with `equals`. */
  readonly default?: string;
}

/** Tags with the result that the policy must have for them. */
export interface PolicyExample {
  /** For messages. Default: its number. */
  readonly name?: string;
  /** The tags of the resource. */
  readonly tags: TagRecord;
  /** Other facts of the resource. Default: a key of no known cloud. */
  readonly resource?: ExampleResource;
  /** The expected result. */
  readonly expect: "compliant" | "violating" | "not-applicable";
  /** Exactly the rules that it breaks. */
  readonly violates?: readonly string[];
  /** The tags after enforcing. */
  readonly enforced?: TagRecord;
}

/** Facts of the resource of an example. A fact that is absent is not known. */
export interface ExampleResource {
  /** The full name. Default: a name of the kind. */
  readonly reference?: string;
  /**
   * The provider, or the name of a configured cloud as a scope has it. Default: the cloud of a full `reference`; otherwise
   * none, and rules that select by cloud do not apply.
   */
  readonly cloud?: string;
  /** The account. Default: the account in the reference. */
  readonly account?: string;
  /** The region. Default: the region in the reference. */
  readonly region?: string;
  /** Default `key`. */
  readonly kind?: ResourceKind;
  /** The state. */
  readonly state?: ResourceState;
  /** The aliases, with `alias/`. */
  readonly aliases?: readonly string[];
  /** Who manages it. */
  readonly managedBy?: "customer" | "cloud";
}
