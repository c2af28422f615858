import type { ResourceState } from "../model/resource-description.ts";
import type { ResourceKind } from "../model/reference.ts";

/**
 * Which tags resources should have, as data. Statements are applied in the order given; two that want different things
 * of one tag key on one resource are an error of that resource, never a matter of order.
 */
export interface DesiredState {
  readonly version: 1;
  /** Tag keys that this state may change: names or globs (`*`, `?`). Default: all. */
  readonly owns?: readonly string[];
  /** Tag keys that it never touches, whatever else it says: names or globs. */
  readonly leavesAlone?: readonly string[];
  readonly statements: readonly DesiredStatement[];
}

/** What to do with the tags of the selected resources. At least one of the five actions. */
export interface DesiredStatement {
  /** For messages; default `statement 1`, by position. */
  readonly name?: string;
  readonly select: Selection;
  /** Tag keys with the values that they should have. */
  readonly set?: Readonly<Record<string, string>>;
  /** The same, but only where the tag key is absent. */
  readonly setIfAbsent?: Readonly<Record<string, string>>;
  /** Old tag key to new: the value moves with it. Where both are there with different values, the resource is left alone. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Tag keys to take away: names or globs. */
  readonly remove?: readonly string[];
  /** Take away every tag key but these (names or globs), those that the statement itself sets, and what is not owned. */
  readonly removeAllBut?: readonly string[];
}

/**
 * Which resources. Everything given has to hold. Without `references` and `aliases`, the resources are those that the
 * selected clouds list.
 */
export interface Selection {
  /** The clouds' own names: ARNs, bare ids where one cloud is configured, `secret/<name>`. */
  readonly references?: readonly string[];
  /** Alias names (`alias/billing`) or their full names, resolved when the plan is made. */
  readonly aliases?: readonly string[];
  /** Providers, for example `aws`. */
  readonly clouds?: readonly string[];
  readonly regions?: readonly string[];
  readonly kinds?: readonly ResourceKind[];
  /** Costs one read a resource. */
  readonly states?: readonly ResourceState[];
  /** Tag keys with a glob for the value, one of several globs, or whether the key is there at all. */
  readonly tags?: Readonly<Record<string, string | readonly string[] | boolean>>;
}
