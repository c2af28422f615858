import type { EncodingName } from "./encodings.ts";

/**
 * How tags change when they are copied from one cloud to another, as data. A tag that it does not name stays
 * unchanged; only tags that `exclude` names are dropped.
 */
export interface Mapping {
  readonly version: 1;
  /** Which source belongs to which target; default: the resource of the same kind and id. */
  readonly match?: ResourceMatch;
  /** How tag keys change. Default: not at all. */
  readonly keys?: KeyMapping;
  /** How tag values change. Default: not at all. */
  readonly values?: ValueMapping;
  /** Tags that are not copied, by the source's tag keys: names or globs (`*`, `?`). */
  readonly exclude?: readonly string[];
  /**
   * Which tags come first if the target accepts fewer, by the source's tag keys: names or globs, the most important
   * first. Tags that match none come last.
   */
  readonly priorities?: readonly string[];
}

/** How texts change, for tag keys and for tag values. */
export interface TextMapping {
  /** Characters to replace, at any position. */
  readonly transliterate?: Readonly<Record<string, string>>;
  /** Encodings for texts that the target refuses; the first whose result fits is used. Texts that fit are not encoded. */
  readonly encode?: readonly EncodingName[];
  /** Encodings to decode: the reverse of `encode`. */
  readonly decode?: readonly EncodingName[];
}

/** How tag keys change. */
export interface KeyMapping extends TextMapping {
  /** Old tag key to new. The new key is used as given: no other part of the mapping applies to it. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Old prefix to new; the longest match counts. `transliterate` applies to the rest of the key. */
  readonly prefixes?: Readonly<Record<string, string>>;
}

/** How tag values change. */
export interface ValueMapping extends TextMapping {
  /** By the source's tag key: old value to new, used as given. */
  readonly map?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How resources are paired. Earlier rules come first: a source that a pair names is not matched by tag. */
export interface ResourceMatch {
  /** By name: full names, or ids that are unique. */
  readonly pairs?: readonly ResourcePair[];
  /** By alias: the same form, with aliases instead of names. */
  readonly aliases?: readonly ResourcePair[];
  /** Resources of one kind with the same value of these tag keys. */
  readonly tag?: { readonly from: string; readonly to: string };
  /** Resources of the same kind and id: replicas, secrets of the same name. */
  readonly sameId?: boolean;
}

/** Two resources that belong together. */
export interface ResourcePair {
  /** The source. */
  readonly from: string;
  /** The target. */
  readonly to: string;
}
