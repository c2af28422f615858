import { type KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import type { CallContext, CallerIdentity } from "@crosstag/core/driver";
import { classifyFailure } from "./classify-failure.ts";
import type { KmsSender } from "./client.ts";
import type { CredentialSupply } from "./credential-supply.ts";
import { placeOf } from "./key-arn.ts";

/**
 * Milliseconds for STS: in a network without a way to it, a connection is not refused and waits for its time-out,
 * and KMS still has to be asked within the time of the call.
 */
const STS_MS = 4_000;

const ACCOUNT = /^\d{12}$/;

export interface CallerParts {
  readonly client: KMSClient;
  readonly sender: KmsSender;
  readonly supply: CredentialSupply | undefined;
  /** Where KMS is, if not at AWS: STS is looked for in the same place, as emulators serve both at one address. */
  readonly endpoint: string | undefined;
  readonly region: string;
}

/**
 * Whose credentials these are: STS GetCallerIdentity, which needs no permission; when STS cannot be reached or the service
 * has none, the ARN of any key that it lists.
 */
export async function identifyCaller(parts: CallerParts, context: CallContext): Promise<CallerIdentity> {
  // The source of the credentials has its own time; what STS may take is counted after it.
  await parts.supply?.ready({ callerClientConfig: parts.client.config }, context);
  try {
    return await askSts(parts, context);
  } catch (error) {
    const failure = classifyFailure(error);
    // A service of another maker need not know STS, and what it answers then means nothing.
    if (context.signal.aborted || (failure.code === "unauthenticated" && parts.endpoint === undefined)) throw error;
  }
  return askKms(parts, context);
}

async function askSts({ client, endpoint, region }: CallerParts, { signal }: CallContext): Promise<CallerIdentity> {
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const { credentials, requestHandler, useFipsEndpoint, useDualstackEndpoint } = client.config;
  // It shares the credentials and the connections of the client for KMS, which is why it is not destroyed.
  const sts = new STSClient({
    region,
    credentials,
    requestHandler,
    maxAttempts: 1,
    ...(endpoint === undefined ? { useFipsEndpoint, useDualstackEndpoint } : { endpoint }),
  });
  const answer = await sts.send(new GetCallerIdentityCommand({}), {
    abortSignal: AbortSignal.any([signal, AbortSignal.timeout(STS_MS)]),
  });
  return identity(answer.Account, answer.$metadata.requestId);
}

async function askKms({ sender }: CallerParts, context: CallContext): Promise<CallerIdentity> {
  try {
    const answer = await sender.send(new ListKeysCommand({ Limit: 1 }), context);
    const arn: unknown = answer.Keys?.[0]?.KeyArn;
    return identity(typeof arn === "string" ? placeOf(arn).account : undefined, answer.$metadata.requestId);
  } catch (error) {
    const { code } = classifyFailure(error);
    if (code === "access-denied" || code === "unsupported") return {};
    throw error;
  }
}

function identity(account: unknown, requestId: string | undefined): CallerIdentity {
  return {
    ...(typeof account === "string" && ACCOUNT.test(account) && { account }),
    ...(requestId !== undefined && { requestId }),
  };
}
