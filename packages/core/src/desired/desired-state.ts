import type { ResourceState } from "../model/resource-description.ts";
import type { ResourceKind } from "../model/reference.ts";
import type { ResourceConditions } from "./resource-conditions.ts";

/**
 * Which tags resources should have, as data. Statements are applied in order. If two statements conflict on a tag key of
 * a resource, that is an error of the resource: the order never decides.
 */
export interface DesiredState {
  /** The version of the format. */
  readonly version: 1;
  /** Tag keys that this state may change: names or globs (`*`, `?`). Default: all. */
  readonly owns?: readonly string[];
  /** Tag keys that it never changes, whatever the statements say: names or globs. Default: none. */
  readonly leavesAlone?: readonly string[];
  /** At least one. */
  readonly statements: readonly DesiredStatement[];
}

/** Changes to the tags of the selected resources: at least one of the five actions. */
export interface DesiredStatement {
  /** The name in messages. Default: `statement 1`, by position. */
  readonly name?: string;
  /** The resources that it applies to. */
  readonly select: Selection;
  /** Tag keys with the values that they should have. */
  readonly set?: Readonly<Record<string, string>>;
  /** The same, but only if the tag key is absent. */
  readonly setIfAbsent?: Readonly<Record<string, string>>;
  /** Old tag key to new; the value is kept. If both keys exist with different values, the resource is skipped. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Tag keys to remove: names or globs. */
  readonly remove?: readonly string[];
  /** Remove every owned tag key except these (names or globs) and the keys that the statement itself sets. */
  readonly removeAllBut?: readonly string[];
}

/**
 * Which resources. All conditions must match. Without `references` and `aliases`, it selects from the resources that the
 * selected clouds list.
 */
export interface Selection extends ResourceConditions {
  /** The clouds' own names: ARNs, bare ids if one cloud is configured, `secret/<name>`. */
  readonly references?: readonly string[];
  /** Alias names (`alias/billing`) or their full names, resolved when the plan is made. */
  readonly aliases?: readonly string[];
  /**
   * Providers (`aws`) or names of configured clouds (`production`, `production/1111*`, `production/shop/eu-*`), as
   * `--cloud` takes them. Default: all.
   */
  readonly clouds?: readonly string[];
  /** Default: all. */
  readonly regions?: readonly string[];
  /** Default: all. */
  readonly kinds?: readonly ResourceKind[];
  /** Default: all. Costs one read for each resource that the other conditions match. */
  readonly states?: readonly ResourceState[];
  /** By tag key: a glob for the value, several globs of which one must match, or whether the key exists. */
  readonly tags?: Readonly<Record<string, string | readonly string[] | boolean>>;
}
