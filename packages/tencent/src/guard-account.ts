import { AccountGuard } from "@crosstag/driver-kit";
import { classifyFailure } from "./classify-failure.ts";
import type { Credentials } from "./credentials.ts";
import type { ExpiringCredentials } from "./fixed-credentials.ts";
import { type CallerParts, identify } from "./identify-caller.ts";
import type { RequestSigner } from "./sign-request.ts";

/**
 * Watches the account of a driver's credentials. Not all calls name an account, so the account is requested for each new API
 * key, before a call is signed with it.
 */
export function guardAccount(
  parts: CallerParts & { readonly credentials: Credentials; readonly signer: RequestSigner },
): AccountGuard<ExpiringCredentials> {
  const guard = new AccountGuard<ExpiringCredentials>({
    identify: (context) => identify(parts, context),
    identifyWith: (next, context) => {
      const credentials = { credentialsFor: () => next };
      const client = parts.client.withSigner(parts.signer.withCredentials(credentials));
      return identify({ ...parts, client, credentials }, context);
    },
    classify: (error) => classifyFailure(error, parts.assumptions),
  });
  parts.credentials.guard = (next, context) => guard.check(next, context);
  return guard;
}
