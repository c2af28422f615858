import type { Reference } from "./reference.ts";
import type { DriverScope } from "./reference-grammar.ts";

/** A reference with what its scope adds to a short name. What the name itself says stays. */
export function completeReference(reference: Reference, scope: DriverScope): Reference {
  const { partition = scope.partition, region = scope.region, account = scope.account } = reference;
  if (region === reference.region && account === reference.account && partition === reference.partition)
    return reference;
  const { provider, kind, id, alias, text } = reference;
  // Written out: every resource of a request comes through here, and spreading takes ten times as long.
  const complete: { -readonly [Field in keyof Reference]: Reference[Field] } = {
    provider,
    kind,
    id,
    alias,
    region,
    text,
  };
  if (account !== undefined) complete.account = account;
  if (partition !== undefined) complete.partition = partition;
  return complete;
}
