import type { Reference } from "./reference.ts";
import type { DriverScope } from "./reference-grammar.ts";

/** A reference with what its scope adds to a short name. What the name itself says stays. */
export function completeReference(reference: Reference, scope: DriverScope): Reference {
  const { partition = scope.partition, region = scope.region, account = scope.account } = reference;
  return {
    ...reference,
    region,
    ...(partition !== undefined && { partition }),
    ...(account !== undefined && { account }),
  };
}
