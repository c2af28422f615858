import { type KMSClient, type KMSClientConfig, ListKeysCommand } from "@aws-sdk/client-kms";
import type { GetCallerIdentityCommandOutput } from "@aws-sdk/client-sts";
import type { CallContext, CallerIdentity } from "@crosstag/core/driver";
import { classifyFailure } from "./classify-failure.ts";
import type { KmsSender } from "./client.ts";
import type { CredentialSupply } from "./credential-supply.ts";
import type { Dialect } from "./dialects.ts";
import { ForeignAnswerError } from "./foreign-answer-error.ts";
import { placeOf } from "./key-arn.ts";
import { partitionOf } from "./partitions.ts";
import { UnexpectedAnswerError } from "./unexpected-answer-error.ts";

/**
 * Milliseconds for STS: in a network without a way to it, a connection is not refused and waits for its time-out,
 * and KMS still has to be asked within the time of the call.
 */
const STS_MS = 4_000;

/** An answer of STS is below 1 KB. Parsing megabytes of XML takes seconds. */
const MOST_BYTES = 64 * 1024;

const ACCOUNT = /^\d{12}$/;
const CALLER_ARN = /^arn:(?<partition>aws(?:-[a-z]+)*):(?:iam|sts)::(?<account>\d{12}):.+$/s;

type SdkHandler = Extract<NonNullable<KMSClientConfig["requestHandler"]>, { handle: unknown }>;

export interface CallerParts {
  readonly client: KMSClient;
  readonly sender: KmsSender;
  readonly supply: CredentialSupply | undefined;
  readonly dialect: Dialect;
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
  const isAws = parts.endpoint === undefined;
  let malformed: UnexpectedAnswerError | undefined;
  try {
    return await askSts(parts, context);
  } catch (error) {
    const failure = classifyFailure(error);
    // A service of another maker need not know STS, and what it answers then means nothing.
    if (context.signal.aborted || (failure.code === "unauthenticated" && isAws)) throw error;
    if (error instanceof UnexpectedAnswerError && isAws) malformed = error;
  }
  const told = await askKms(parts, context);
  // STS of AWS can always tell: that something else answered in its place is no reason to go by the configuration.
  if (told.account === undefined && malformed !== undefined) throw malformed;
  return told;
}

async function askSts(parts: CallerParts, { signal }: CallContext): Promise<CallerIdentity> {
  const { client, endpoint, region } = parts;
  const { GetCallerIdentityCommand, STSClient } = await import("@aws-sdk/client-sts");
  const { credentials, useFipsEndpoint, useDualstackEndpoint } = client.config;
  // It shares the credentials and the connections of the client for KMS, which is why it is not destroyed.
  const sts = new STSClient({
    region,
    credentials,
    requestHandler: boundedHandler(client),
    maxAttempts: 1,
    ...(endpoint === undefined ? { useFipsEndpoint, useDualstackEndpoint } : { endpoint }),
  });
  const answer = await sts.send(new GetCallerIdentityCommand({}), {
    abortSignal: AbortSignal.any([signal, AbortSignal.timeout(STS_MS)]),
  });
  return callerIn(answer, parts);
}

/** @throws UnexpectedAnswerError when the answer is not as STS documents it, or contradicts itself */
function callerIn(
  { Account: account, Arn: arn, $metadata }: GetCallerIdentityCommandOutput,
  { endpoint, region }: CallerParts,
): CallerIdentity {
  const { requestId, httpStatusCode: status } = $metadata;
  const caller = typeof arn === "string" ? CALLER_ARN.exec(arn)?.groups : undefined;
  // Other makers' services may leave out what AWS always says, but what they say has to agree.
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

/** Sends as the client's handler does, and lets no large answer through to the parser. */
function boundedHandler({ config }: KMSClient): SdkHandler {
  const { requestHandler: inner } = config;
  return {
    ...(inner.metadata !== undefined && { metadata: inner.metadata }),
    async handle(request: Parameters<SdkHandler["handle"]>[0], options?: Parameters<SdkHandler["handle"]>[1]) {
      const answer = await inner.handle(request, options);
      const { response } = answer;
      const body: unknown = response.body;
      if (body !== undefined && !(body instanceof Uint8Array)) response.body = await config.streamCollector(body);
      if (((response.body as Uint8Array | undefined)?.length ?? 0) > MOST_BYTES)
        throw new ForeignAnswerError(response.statusCode, undefined);
      return answer;
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

async function askKms({ sender }: CallerParts, context: CallContext): Promise<CallerIdentity> {
  try {
    const answer = await sender.send(new ListKeysCommand({ Limit: 1 }), context);
    const { requestId } = answer.$metadata;
    const arn: unknown = answer.Keys?.[0]?.KeyArn;
    const { account } = placeOf(typeof arn === "string" ? arn : undefined);
    return {
      ...(account !== undefined && ACCOUNT.test(account) && { account }),
      ...(requestId !== undefined && { requestId }),
    };
  } catch (error) {
    const { code } = classifyFailure(error);
    if (code === "access-denied" || code === "unsupported") return {};
    throw error;
  }
}
