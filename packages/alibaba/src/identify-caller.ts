import type { CallContext, CallerIdentity } from "@crosstag/core/driver";
import { type Answer, isObject, malformed } from "./answer.ts";
import type { Assumptions } from "./assumptions.ts";
import { AlibabaCallError } from "./call-error.ts";
import { classifyFailure } from "./classify-failure.ts";
import { AlibabaClient } from "./client.ts";
import type { CredentialSource } from "./credential-source.ts";
import type { Endpoint } from "./endpoint.ts";
import type { KmsRequests } from "./requests.ts";
import type { RequestSigner } from "./sign-request.ts";

/**
 * The time limit for STS, milliseconds. In a network without a route to STS a connection is not refused but times out,
 * and the call needs time to ask KMS after that.
 */
const STS_MS = 4_000;

const STS_VERSION = "2015-04-01";

/** What `identifyCaller` needs of a driver. */
export interface CallerParts {
  readonly client: AlibabaClient;
  readonly requests: KmsRequests;
  readonly signer: RequestSigner;
  readonly credentials: Pick<CredentialSource, "getCredentialFor">;
  readonly endpoint: Endpoint;
  readonly certificates: string | undefined;
  readonly region: string;
  readonly assumptions: Assumptions;
}

/**
 * Returns the account of the credentials: from STS GetCallerIdentity, or, if STS cannot be reached or the service has
 * none, from the ARN of a key or secret that KMS lists, or from the denial of a list. Without an account if none of them
 * names it. No call to KMS names an account: it reaches the account of the credentials.
 * @throws any error; see `classifyFailure`
 */
export async function identifyCaller(parts: CallerParts, context: CallContext): Promise<CallerIdentity> {
  const own = ownEndpoint(parts.endpoint);
  // The source of the credentials has its own time limit; that of STS starts after it.
  await parts.credentials.getCredentialFor(context);
  let unexpected: AlibabaCallError | undefined;
  try {
    return await askSts(parts, context);
  } catch (error) {
    const { code } = classifyFailure(error, parts.assumptions);
    // A compatible service may not have STS; then its answer has no meaning.
    if (context.signal.aborted || (code === "unauthenticated" && own)) throw error;
    if (error instanceof AlibabaCallError && error.problem.kind === "malformed" && own) unexpected = error;
  }
  const caller = await askKms(parts, context);
  // Alibaba Cloud STS always knows the account: a malformed answer is not a reason to trust the configuration instead.
  if (caller.account === undefined && unexpected !== undefined) throw unexpected;
  return caller;
}

/** An endpoint of Alibaba Cloud itself. */
export function ownEndpoint({ host }: Endpoint): boolean {
  return new URL(`https://${host}`).hostname.endsWith(".aliyuncs.com");
}

function stsEndpoint({ endpoint, region }: CallerParts): Endpoint {
  if (!ownEndpoint(endpoint)) return endpoint;
  return {
    protocol: "https:",
    host: `${endpoint.host.startsWith("kms-vpc.") ? "sts-vpc" : "sts"}.${region}.aliyuncs.com`,
  };
}

async function askSts(parts: CallerParts, { signal, timeoutMs }: CallContext): Promise<CallerIdentity> {
  const endpoint = stsEndpoint(parts);
  const sts = new AlibabaClient(parts.signer, endpoint, parts.certificates, {
    version: STS_VERSION,
    host: endpoint.host,
  });
  try {
    const context = {
      signal: AbortSignal.any([signal, AbortSignal.timeout(STS_MS)]),
      timeoutMs: Math.min(timeoutMs, STS_MS),
    };
    const answer = await sts.call({ action: "GetCallerIdentity", parameters: {} }, context);
    return callerIn(answer);
  } finally {
    await sts.close();
  }
}

/** @throws AlibabaCallError `malformed` when the answer is not as STS documents it, or contradicts itself */
function callerIn(answer: Answer): CallerIdentity {
  const { AccountId: account, Arn: arn } = answer.body;
  const named = typeof arn === "string" ? /^acs:ram::(\d+):./.exec(arn)?.[1] : undefined;
  if (typeof account !== "string" || !/^\d+$/.test(account) || (arn !== undefined && named !== account))
    throw malformed(answer, "no account of the caller, or two different ones");
  return { account, requestId: answer.requestId };
}

async function askKms(parts: CallerParts, context: CallContext): Promise<CallerIdentity> {
  for (const ask of [askForKey, askForSecret]) {
    const caller = await ask(parts, context).catch((error: unknown) => callerInDenial(error, parts.assumptions));
    if (caller.account !== undefined) return caller;
  }
  return {};
}

async function askForKey({ client, requests }: CallerParts, context: CallContext): Promise<CallerIdentity> {
  const keys = await client.call(requests.listKeys(1, 1), context);
  return identity(keys, accountIn(rowsIn(keys, "Keys", "Key")[0]?.["KeyArn"]));
}

/** A list of secrets has no ARN. */
async function askForSecret({ client, requests }: CallerParts, context: CallContext): Promise<CallerIdentity> {
  const secrets = await client.call(requests.listSecrets(1, 1), context);
  const name = rowsIn(secrets, "SecretList", "Secret")[0]?.["SecretName"];
  if (typeof name !== "string") return { requestId: secrets.requestId };
  const asked = { provider: "alibaba", kind: "secret", id: name, alias: false, text: name } as const;
  const secret = await client.call(requests.describeSecret(asked, false), context);
  return identity(secret, accountIn(secret.body["Arn"]));
}

/**
 * A denial names the account of the caller.
 * @throws any error that is not a denial, and a refusal of every call of the account
 */
function callerInDenial(error: unknown, assumptions: Assumptions): CallerIdentity {
  const { code, scope } = classifyFailure(error, assumptions);
  if (scope === "account" || (code !== "access-denied" && code !== "unsupported")) throw error;
  if (!(error instanceof AlibabaCallError) || error.problem.kind !== "refused") return {};
  const { denial, requestId } = error.problem;
  return {
    ...(requestId !== undefined && { requestId }),
    ...(denial?.account !== undefined && { account: denial.account }),
  };
}

function rowsIn({ body }: Answer, outer: string, inner: string): readonly Readonly<Record<string, unknown>>[] {
  const wrapper = body[outer];
  const rows = isObject(wrapper) ? wrapper[inner] : undefined;
  return Array.isArray(rows) ? rows.filter(isObject) : [];
}

function accountIn(arn: unknown): unknown {
  return typeof arn === "string" ? arn.split(":")[3] : undefined;
}

function identity({ requestId }: Answer, account: unknown): CallerIdentity {
  return { requestId, ...(typeof account === "string" && /^\d+$/.test(account) && { account }) };
}
