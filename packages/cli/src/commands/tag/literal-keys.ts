import { UsageError } from "../../usage-error.ts";

/**
 * The tag keys to remove in a plan, where a wildcard would remove more than the key that was named.
 * @throws UsageError if a tag key has a wildcard
 */
export function literalKeys(tagKeys: readonly string[]): readonly string[] {
  const glob = tagKeys.find((key) => /[*?]/.test(key));
  if (glob === undefined) return tagKeys;
  throw new UsageError(
    `The tag key ${JSON.stringify(glob)} has a wildcard.`,
    "Name each tag key, or use `remove` in a desired state.",
  );
}
