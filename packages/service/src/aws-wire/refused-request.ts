import type { CrosstagError, KmsDriver, Violation } from "@crosstag/core";
import { factsOfReference } from "@crosstag/core/internal";
import { WireError } from "./wire-error.ts";

/**
 * A request for one key that was refused before anything was sent, with AWS's name for the first problem. The message has all of
 * them.
 */
export function refusedRequest(error: CrosstagError, keyId: string, drivers: readonly KmsDriver[]): WireError {
  const errors = error.violations.filter(({ severity }) => severity === "error");
  const text = errors.map(({ message, fix }) => `${message} ${fix}`).join(" ");
  const [first] = errors;
  return new WireError(first === undefined ? "ValidationException" : nameOf(first, keyId, drivers), text);
}

function nameOf({ rule, key }: Violation, keyId: string, drivers: readonly KmsDriver[]): string {
  switch (rule) {
    case "crosstag.reference":
      return nameOfUnknownKey(keyId, drivers);
    // "Key Aliases are not supported for this operation."
    case "crosstag.alias":
      return "InvalidArnException";
    case "crosstag.unsupported":
      return "UnsupportedOperationException";
    case "crosstag.empty-list":
      return "TagException";
    default:
      return key === undefined && rule.startsWith("crosstag.") ? "ValidationException" : "TagException";
  }
}

/** AWS answers "not found" for a malformed id and for a key of another region, and "invalid" for a malformed ARN. */
function nameOfUnknownKey(keyId: string, drivers: readonly KmsDriver[]): string {
  if (/^[a-z]{3}:/i.test(keyId))
    return factsOfReference(drivers, keyId) === undefined ? "InvalidArnException" : "NotFoundException";
  if (keyId.startsWith("alias/")) return "InvalidArnException";
  const isKnown = drivers.some(({ references, scope }) => "reference" in references.parse(keyId, scope));
  // The id can be one of several clouds: the name is not wrong, but says too little.
  return isKnown ? "ValidationException" : "NotFoundException";
}
