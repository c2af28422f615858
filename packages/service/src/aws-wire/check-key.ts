import { CrosstagError, isReservedKey } from "@crosstag/core";
import { factsOfReference, kindOfShortName } from "@crosstag/core/internal";
import type { WireCall } from "./wire-operation.ts";
import { WireError } from "./wire-error.ts";
import { refusedRequest } from "./refused-request.ts";

/**
 * Checks that a name is that of a key, and that the caller may see it. A name that no cloud serves is left to the request, which
 * is refused with the reason.
 * @throws WireError `InvalidArnException` for a secret or certificate; `AccessDeniedException`
 */
export async function checkVisibleKey(
  keyId: string,
  { resolveAliases = false }: { readonly resolveAliases?: boolean },
  call: WireCall,
): Promise<void> {
  refuseOtherKinds(keyId, call);
  const places = await call.places.ofNames([keyId], { resolveAliases, until: call.options.until });
  if (!places.every((place) => call.caller.maySee(place)))
    throw new WireError("AccessDeniedException", `${call.caller.name} may not see this key.`);
}

/**
 * Checks that a name is that of a key, and that the caller may change these tags of it.
 * @throws WireError `InvalidArnException`, `TagException`; CrosstagError `access-denied` that names the missing permission
 */
export async function checkChangeableKey(keyId: string, tagKeys: readonly string[], call: WireCall): Promise<void> {
  refuseOtherKinds(keyId, call);
  refuseReservedTags(keyId, tagKeys, call);
  call.caller.allowChange(await call.places.ofNames([keyId], { until: call.options.until }), tagKeys);
}

/** Some of them are left out with a warning, and an answer of this protocol has no place for one. */
function refuseReservedTags(keyId: string, tagKeys: readonly string[], { namingDrivers }: WireCall): void {
  const named = namingDrivers.filter(({ references }) => references.factsOf(keyId) !== undefined);
  const possible =
    named.length > 0
      ? named
      : namingDrivers.filter(({ references, scope }) => "reference" in references.parse(keyId, scope));
  for (const { rules, title } of possible) {
    const reserved = tagKeys.find((key) => isReservedKey(key, rules));
    if (reserved !== undefined)
      throw new WireError("TagException", `${title} reserves tags such as ${JSON.stringify(reserved)} for itself.`);
  }
}

function refuseOtherKinds(keyId: string, { namingDrivers }: WireCall): void {
  const kind = factsOfReference(namingDrivers, keyId)?.kind ?? kindOfShortName(namingDrivers, keyId);
  if (kind === undefined || kind === "key") return;
  throw new WireError(
    "InvalidArnException",
    `The name is that of a ${kind}; this protocol has keys only. For a ${kind}, use the operations under /v1/.`,
  );
}

/** Does what an operation does with one key, and says of a refused request what AWS says. */
export async function withKey<Result>(keyId: string, call: WireCall, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const isRefused = CrosstagError.is(error) && error.code === "invalid-request" && error.violations.length > 0;
    throw isRefused ? refusedRequest(error, keyId, call.namingDrivers) : error;
  }
}
