import type { TagRecord, TagRules } from "@crosstag/core";
import { transferTags } from "../transfer/transfer-tags.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { reverseMapping } from "../mapping/reverse-mapping.ts";

/** Which tags to map to the target and back. */
export interface RoundTripRequest {
  /** The mapping from the source to the target. */
  readonly mapping: Mapping;
  /** The tags of the source. */
  readonly source: TagRecord;
  /** Tag rules of the target, for its kind of resource. */
  readonly rules: TagRules;
  /** Tag rules of the source. */
  readonly sourceRules: TagRules;
}

/** What of a source's tags comes back from the target. */
export interface RoundTrip {
  /** Tag keys of the source that are restored with their value. */
  readonly lossless: readonly string[];
  /** Tag keys of the source that are not restored as they were, and why. */
  readonly lossy: readonly { readonly tagKey: string; readonly why: string }[];
}

/** Maps tags there and back without any call, and reports which of them are restored. */
export function proveRoundTrip({ mapping, source, rules, sourceRules }: RoundTripRequest): RoundTrip {
  const there = transferTags({ mapping, source, before: {}, rules, sourceRules, allowLoss: true });
  const back = transferTags({
    mapping: reverseMapping(mapping).mapping,
    source: there.desired,
    before: {},
    rules: sourceRules,
    sourceRules: rules,
    allowLoss: true,
  });
  const returned = new Map(Object.entries(back.desired));
  const dropped = new Map([...back.dropped, ...there.dropped].map(({ tagKey, why }) => [tagKey, why]));
  const keys = Object.entries(source);
  return {
    lossless: keys.filter(([key, value]) => returned.get(key) === value).map(([key]) => key),
    lossy: keys
      .filter(([key, value]) => returned.get(key) !== value)
      .map(([tagKey]) => ({
        tagKey,
        why:
          dropped.get(tagKey) ??
          (returned.has(tagKey)
            ? "It is restored with another value."
            : "It is restored under another key, or not at all."),
      })),
  };
}
