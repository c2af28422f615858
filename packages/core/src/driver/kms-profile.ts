import type { ResourceKind, ReferenceGrammar } from "../model/reference.ts";
import type { TagRules } from "../rules/tag-rules.ts";
import type { CallLimits } from "./call-limits.ts";
import type { Capabilities, Capability } from "./capabilities.ts";
import type { KeyMaterialDeletion } from "./key-material-deletion.ts";
import type { Permissions } from "./permissions.ts";
import type { Quota } from "./quota.ts";
import type { StateRule } from "./state-rule.ts";
import type { WriteStyle } from "./write-style.ts";

/** How a cloud writes the policies that allow and deny access. */
export interface PolicyLanguage {
  /** The value of `Version` in a policy document. */
  readonly version: string;
  /**
   * How element names and effects are written: `capitalized` as in `Statement` and `Allow`, `lower` as in `statement` and
   * `allow`. Default: `capitalized`.
   */
  readonly elementCase?: "capitalized" | "lower";
  /**
   * The condition keys that stand for a tag of the resource, without the tag key: `aws:ResourceTag` in
   * `aws:ResourceTag/team`. Compared without regard to case.
   */
  readonly tagConditionKeys: readonly string[];
  /**
   * What separates the key from the value if a condition can have whole tags as its values: `&` in
   * `"mem:ResourceTag": ["team&payments"]`. Absent: conditions have the tag key in their own key only.
   */
  readonly tagSeparator?: string;
}

/** A kind of resource, in words for people. */
export interface KindProfile {
  /** The name in references, requests and files: `key`. Lower-case letters, digits and `-`, from a letter on. */
  readonly kind: ResourceKind;
  /** One of them in messages: `key`, `managed certificate`. */
  readonly title: string;
  /** Several of them in messages: `keys`. */
  readonly plural: string;
  /** Whether ids that differ in letter case alone are the same. Default: no. */
  readonly caseInsensitiveIds?: boolean;
}

/** Everything about a cloud that is data and needs no client. `crosstag validate` and the documentation read it. */
export interface KmsProfile {
  /** The cloud's name in references and in the configuration: `aws`, `alibaba`. */
  readonly provider: string;
  /** The cloud's name in messages: `AWS KMS`. */
  readonly title: string;
  /**
   * The service of the cloud, if it stands beside the KMS of the same cloud: `secretsmanager`. It is a part of the names of
   * scopes in plans and runs. Absent: the cloud's KMS.
   */
  readonly service?: string | undefined;
  /** The variant of the provider's protocol: `qkms`. Absent: the provider's own. */
  readonly dialect?: string | undefined;
  /** The kinds of resources of the service. The first is the one that bare ids mean. */
  readonly kinds: readonly [KindProfile, ...KindProfile[]];
  /**
   * Calls that the connections to one endpoint carry at once, for all drivers of the process. The engine makes no more at
   * once: a call that waits for a connection leaves later than at its turn, and together with others. Absent: any number.
   */
  readonly connections?: number;
  /** How the cloud names its resources. */
  readonly references: ReferenceGrammar;
  /** What the cloud can do, by operation and kind of resource. */
  readonly capabilities: Capabilities;
  /** How much fits in one wire call. */
  readonly limits: CallLimits;
  /** What the cloud requires of tags. */
  readonly rules: TagRules;
  /** How the cloud changes tags. Default: `{ style: "delta" }`. */
  readonly writes?: WriteStyle;
  /**
   * What removing a tag key does that a resource does not have: `ignored` succeeds in every operation; `refused` fails in at
   * least one, or may fail, so that the engine reads first and removes only what is there. Default: `ignored`.
   */
  readonly absentTagKeys?: "ignored" | "refused";
  /** What the states of resources prevent. Default: the cloud decides, and the engine sends the call. */
  readonly stateRules?: readonly StateRule[];
  /** What deleting imported key material means. Default: it is deleted at once and for good. */
  readonly keyMaterialDeletion?: KeyMaterialDeletion;
  /** The request rates that the cloud enforces. */
  readonly quotas: readonly Quota[];
  /** Whether the cloud reports the request rates of an account, so that `readQuotas` is there. Default: no. */
  readonly quotaDiscovery?: Capability | undefined;
  /** What a caller must be allowed to do. */
  readonly permissions: Permissions;
  /** The cloud's language of access policies. Absent: it has none, or its policies do not refer to tags. */
  readonly policyLanguage?: PolicyLanguage;
  /** Whether a page of tags has no row for an unknown resource: then a resource without rows may not exist. */
  readonly readTagsHidesUnknown: boolean;
  /**
   * Whether calls carry the full name, so that the cloud refuses a resource of another account. False: a call reaches the
   * account of the credentials, whatever account the name has.
   */
  readonly sendsFullNames: boolean;
  /**
   * Returns the https address of a resource's page in the cloud's console, for reports that people read; undefined if the
   * resource has no page of its own. Absent: the cloud has no console.
   */
  readonly consolePage?: (resource: ConsoleResource) => string | undefined;
}

/** What the address of a resource's page in a console is made of. */
export interface ConsoleResource {
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** The region of the resource. */
  readonly region: string;
  /** The cloud's id of the resource: key id, secret name or certificate id. */
  readonly id: string;
}
