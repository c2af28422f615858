import type { ResourceKind } from "@crosstag/core/driver";

/** What an ARN in an answer names; undefined for one that is absent or of another form or kind. */
export function placeOf(
  arn: string | undefined,
  kind: ResourceKind,
): { readonly region: string; readonly account: string; readonly id: string } | undefined {
  const [, region, account, type, id] = /^acs:kms:([^:]+):([^:]+):([a-z]+)\/(.+)$/.exec(arn ?? "") ?? [];
  if (region === undefined || account === undefined || id === undefined || type !== kind) return undefined;
  return { region, account, id };
}
