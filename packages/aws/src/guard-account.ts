import { AccountGuard } from "@crosstag/driver-kit";
import { classifyFailure } from "./classify-failure.ts";
import { createKmsClient, createSender } from "./client.ts";
import { type CallerParts, identify } from "./identify-caller.ts";
import type { Identity } from "./sdk-identity.ts";

/**
 * Watches the account of a driver's credentials. AWS itself refuses the ARN of another account. At other endpoints the
 * account is requested for each new access key, before a call is signed with it.
 */
export function guardAccount(parts: CallerParts): AccountGuard<Identity> {
  const { supply, endpoint } = parts;
  const guard = new AccountGuard<Identity>({
    identify: (context) => identify(parts, context),
    identifyWith: (credentials, context) => identify(withCredentials(parts, credentials), context),
    classify: (error) => classifyFailure(error),
  });
  if (supply !== undefined && endpoint !== undefined) supply.guard = (next, context) => guard.check(next, context);
  return guard;
}

function withCredentials(parts: CallerParts, credentials: Identity): CallerParts {
  const { client, kms, endpoint, region } = parts;
  // Not destroyed: it shares the connections of the client for KMS.
  const { requestHandler } = client.config;
  const other = createKmsClient({
    region,
    credentials,
    requestHandler,
    ...(endpoint !== undefined && { endpoint }),
  });
  return {
    ...parts,
    client: other,
    ...(kms !== undefined && { kms: { ...kms, sender: createSender(other, { form: kms.form, lean: true }) } }),
    supply: undefined,
  };
}
