import { isStructure } from "../../is-structure.ts";
import { awsError } from "../protocol/aws-error.ts";
import type { Parameters } from "../protocol/parameters.ts";

/** The key policy of a new key or replica, to be checked by `requireJsonObject` after the parameters. */
export function optionalPolicy(parameters: Parameters): string | undefined {
  return parameters.optionalString("Policy", { minimum: 1, maximum: 131_072 });
}

/** Nothing else of a policy is checked. */
export function requireJsonObject(policy: string | undefined): void {
  if (policy === undefined || isJsonObject(policy)) return;
  throw awsError("MalformedPolicyDocumentException", "The new key policy is not well-formed.");
}

export function isJsonObject(text: string): boolean {
  try {
    return isStructure(JSON.parse(text));
  } catch {
    return false;
  }
}
