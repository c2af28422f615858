import type { ResourceKind } from "@crosstag/core/driver";

/** Region, account and id in an ARN; undefined if the ARN is absent or has another form or kind, which can be `alias`. */
export function placeOf(
  arn: string | undefined,
  kind: ResourceKind,
): { readonly region: string; readonly account: string; readonly id: string } | undefined {
  const [, region, account, type, id] = /^acs:kms:([^:]+):([^:]+):([a-z]+)\/(.+)$/.exec(arn ?? "") ?? [];
  if (region === undefined || account === undefined || id === undefined || type !== kind) return undefined;
  return { region, account, id };
}
