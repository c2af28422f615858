import { type KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import type { GetCallerIdentityCommandOutput } from "@aws-sdk/client-sts";
import type { CallContext, CallerIdentity } from "@crosstag/core/driver";
import { type CredentialSupply, identifyCaller } from "@crosstag/driver-kit";
import { boundedHandler } from "./bounded-handler.ts";
import type { AnswerForm } from "./check-answer.ts";
import { classifyFailure } from "./classify-failure.ts";
import type { KmsSender } from "./client.ts";
import { deniedAccount } from "./denial.ts";
import { placeOf } from "./key-arn.ts";
import { partitionOf } from "./partitions.ts";
import type { Identity } from "./sdk-identity.ts";
import { UnexpectedAnswerError } from "./unexpected-answer-error.ts";

const ACCOUNT = /^\d{12}$/;
const CALLER_ARN = /^arn:(?<partition>aws(?:-[a-z]+)*):(?:iam|sts)::(?<account>\d{12}):.+$/s;

/** What `identify` needs of a driver. */
export interface CallerParts {
  /** The client whose credentials, region and connections are used. */
  readonly client: KMSClient;
  /** How KMS is asked if there is no STS. Undefined: it is not asked. */
  readonly kms?: {
    /** Makes the calls to KMS. */
    readonly sender: KmsSender;
    /** What its answers have. */
    readonly form: AnswerForm;
  };
  /** The source of the credentials; undefined: the client has its own. */
  readonly supply: CredentialSupply<Identity> | undefined;
  /**
   * The endpoint of the service, if it is not one of AWS. STS is expected at the same address, as emulators serve both there.
   */
  readonly endpoint: string | undefined;
  /** Whether the configuration names the account. */
  readonly accountConfigured: boolean;
  /** The region of the token service. */
  readonly region: string;
}

/**
 * Returns the account of the credentials: from STS GetCallerIdentity, which requires no permission, or else from the ARN
 * of a key that KMS lists, or from the denial of the list.
 * @throws any error; see `classifyFailure`
 */
export async function identify(parts: CallerParts, context: CallContext): Promise<CallerIdentity> {
  // The source of the credentials has its own time limit; that of STS starts after it.
  await parts.supply?.credentialsFor(context);
  const { kms } = parts;
  return identifyCaller(
    {
      askTokenService: (limited) => askSts(parts, limited),
      askService: kms === undefined ? [] : [(limited) => askKms(kms.sender, limited)],
      accountConfigured: parts.accountConfigured,
      callerInDenial,
      classify: (error) => classifyFailure(error),
      ownEndpoint: parts.endpoint === undefined,
      isMalformed: (error) => error instanceof UnexpectedAnswerError,
    },
    context,
  );
}

async function askSts(parts: CallerParts, { signal }: CallContext): Promise<CallerIdentity> {
  const { client, endpoint, region } = parts;
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const { credentials, useFipsEndpoint, useDualstackEndpoint } = client.config;
  // Each question has a client of its own, so the correction of the clock is kept by the one for KMS.
  const before = client.config.systemClockOffset;
  // Not destroyed: it shares the credentials and connections of the client for KMS.
  const sts = new STSClient({
    region,
    credentials,
    systemClockOffset: before,
    requestHandler: boundedHandler(client),
    maxAttempts: 1,
    ...(endpoint === undefined ? { useFipsEndpoint, useDualstackEndpoint } : { endpoint }),
  });
  try {
    return callerIn(await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal }), parts);
  } finally {
    const { systemClockOffset: after } = sts.config;
    if (after !== before) client.config.systemClockOffset = after;
  }
}

/** @throws UnexpectedAnswerError when the answer is not as STS documents it, or contradicts itself */
function callerIn(
  { Account: account, Arn: arn, $metadata }: GetCallerIdentityCommandOutput,
  { endpoint, region }: CallerParts,
): CallerIdentity {
  const { requestId, httpStatusCode: status } = $metadata;
  const caller = typeof arn === "string" ? CALLER_ARN.exec(arn)?.groups : undefined;
  // Compatible services may omit fields that AWS always returns, but the fields must agree.
  const isWhole = endpoint !== undefined || (caller !== undefined && requestId !== undefined);
  const agrees =
    arn === undefined || (caller?.["account"] === account && caller?.["partition"] === partitionOf(region));
  if (status !== 200 || typeof account !== "string" || !ACCOUNT.test(account) || !isWhole || !agrees)
    throw new UnexpectedAnswerError(
      "The answer of AWS STS does not name the account of the credentials.",
      requestId,
      "Check what is between this computer and AWS STS, such as a proxy or a gateway.",
    );
  return { account, ...(requestId !== undefined && { requestId }) };
}

async function askKms(sender: KmsSender, context: CallContext): Promise<CallerIdentity> {
  const answer = await sender.send(new ListKeysCommand({ Limit: 1 }), context);
  const { requestId } = answer.$metadata;
  const arn: unknown = answer.Keys?.[0]?.KeyArn;
  const { account } = placeOf(typeof arn === "string" ? arn : undefined);
  return {
    ...(account !== undefined && ACCOUNT.test(account) && { account }),
    ...(requestId !== undefined && { requestId }),
  };
}

function callerInDenial(error: unknown): CallerIdentity {
  const account = error instanceof Error ? deniedAccount(error.message) : undefined;
  return account === undefined ? {} : { account };
}
