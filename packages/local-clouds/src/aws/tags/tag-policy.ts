import { awsError } from "../protocol/aws-error.ts";
import type { AwsSettings } from "../settings.ts";

/** An enforced tag policy, and the name of its refusals. */
interface TagPolicy {
  readonly tagPolicy: AwsSettings["tagPolicy"];
  readonly tagPolicyError: string;
}

/**
 * What an enforced tag policy of AWS Organizations refuses: wrong values, and another capitalization of its tag keys
 * (user guide of AWS Organizations, verified 2026-11-22). It does not require any tag.
 */
export function checkTagPolicy(key: string, value: string, { tagPolicy, tagPolicyError }: TagPolicy): void {
  if (Object.hasOwn(tagPolicy, key)) {
    if (tagPolicy[key]?.some((pattern) => matches(pattern, value)) === true) return;
    throw awsError(
      tagPolicyError,
      `The tag policy does not allow the specified value for the following tag key: '${key}'.`,
    );
  }
  const lowerCase = key.toLowerCase();
  if (!Object.keys(tagPolicy).some((policyKey) => policyKey.toLowerCase() === lowerCase)) return;
  // No recording of this text is known.
  throw awsError(
    tagPolicyError,
    `The tag policy does not allow the specified capitalization of the following tag key: '${key}'.`,
  );
}

/** A pattern contains at most one wildcard, which stands for any text, also an empty one. */
function matches(pattern: string, value: string): boolean {
  const wildcard = pattern.indexOf("*");
  if (wildcard < 0) return pattern === value;
  const [start, end] = [pattern.slice(0, wildcard), pattern.slice(wildcard + 1)];
  return value.length >= start.length + end.length && value.startsWith(start) && value.endsWith(end);
}
