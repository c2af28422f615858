import type { EncodingName } from "./encodings.ts";

/**
 * What becomes of tags on their way from one cloud to another, as data. Nothing that it does not name is changed, and
 * nothing is dropped but what `exclude` names.
 */
export interface Mapping {
  readonly version: 1;
  /** Which resource lands on which; default: the one of the same kind and id. */
  readonly match?: ResourceMatch;
  readonly keys?: KeyMapping;
  readonly values?: ValueMapping;
  /** Tags that are not carried, by the source's tag keys: names or globs (`*`, `?`). */
  readonly exclude?: readonly string[];
  /**
   * Which tags go first where the target takes fewer, by the source's tag keys: names or globs, the most important
   * first. Those that none matches go last.
   */
  readonly priorities?: readonly string[];
}

export interface TextMapping {
  /** Characters that are replaced, wherever they stand. */
  readonly transliterate?: Readonly<Record<string, string>>;
  /** Encodings for texts that the target refuses; the first whose outcome fits is taken. What fits stays as it is. */
  readonly encode?: readonly EncodingName[];
  /** Encodings that are undone: the way back of `encode`. */
  readonly decode?: readonly EncodingName[];
}

export interface KeyMapping extends TextMapping {
  /** Old tag key to new. Such a key is taken as it stands here: nothing else of the mapping is done to it. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Old beginning to new; the longest that fits counts. `transliterate` is for what stands behind it. */
  readonly prefixes?: Readonly<Record<string, string>>;
}

export interface ValueMapping extends TextMapping {
  /** By the source's tag key: old value to new, taken as it stands here. */
  readonly map?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How resources find each other. What stands first counts first: a source that a pair names is not looked for by tag. */
export interface ResourceMatch {
  /** By name: full names, or ids that only one resource has. */
  readonly pairs?: readonly ResourcePair[];
  /** By alias; the same form, with aliases for names. */
  readonly aliases?: readonly ResourcePair[];
  /** Resources of one kind whose values of these tag keys are the same. */
  readonly tag?: { readonly from: string; readonly to: string };
  /** Resources of the same kind and id: replicas, secrets of the same name. */
  readonly sameId?: boolean;
}

export interface ResourcePair {
  readonly from: string;
  readonly to: string;
}
