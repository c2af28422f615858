import { awsError } from "../protocol/aws-error.ts";
import type { Parameters } from "../protocol/parameters.ts";

/** The key policy of a new key or replica, to be judged by `requireJsonObject` once the parameters are checked. */
export function optionalPolicy(parameters: Parameters): string | undefined {
  return parameters.optionalString("Policy", { minimum: 1, maximum: 131_072 });
}

/** Nothing more of a policy is looked at. */
export function requireJsonObject(policy: string | undefined): void {
  if (policy === undefined) return;
  try {
    if (/^\s*\{/.test(policy)) return void JSON.parse(policy);
  } catch {
    // The same refusal as for what is no object.
  }
  throw awsError("MalformedPolicyDocumentException", "The new key policy is not well-formed.");
}
