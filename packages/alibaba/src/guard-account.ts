import { AccountGuard } from "@crosstag/driver-kit";
import { classifyFailure } from "./classify-failure.ts";
import { AlibabaClient } from "./client.ts";
import { type CallerParts, identify } from "./identify-caller.ts";
import type { CredentialModel } from "./open-api-client.ts";
import type { Credentials } from "./sdk-credentials.ts";

/**
 * Watches the account of a driver's credentials. No call to KMS names an account, so the account is requested for each
 * new access key, before a call is signed with it.
 */
export function guardAccount(
  parts: CallerParts & { readonly credentials: Credentials },
): AccountGuard<CredentialModel> {
  const guard = new AccountGuard<CredentialModel>({
    identify: (context) => identify(parts, context),
    identifyWith: (credentials, context) => identify(withCredentials(parts, credentials), context),
    classify: (error) => classifyFailure(error, parts.assumptions),
  });
  parts.credentials.guard = (next, context) => guard.check(next, context);
  return guard;
}

function withCredentials(parts: CallerParts, next: CredentialModel): CallerParts {
  const { endpoint, transport } = parts;
  const credentials = { credentialsFor: () => next };
  const signer = parts.signer.withCredentials(credentials);
  return { ...parts, signer, credentials, client: new AlibabaClient(signer, transport, endpoint) };
}
