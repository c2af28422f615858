const SCHEMES: readonly (readonly [start: RegExp, provider: string])[] = [
  // Some of Alibaba's operations put arn: before the name.
  [/^(?:arn:)?acs:/i, "alibaba"],
  [/^arn:aws[\w-]*:/i, "aws"],
];

/** The provider that the full name of a resource begins with, such as `aws`; undefined for a short or unknown name. */
export function providerOfReference(reference: string): string | undefined {
  return SCHEMES.find(([start]) => start.test(reference))?.[1];
}
