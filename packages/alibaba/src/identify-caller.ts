import type { CallContext, CallerIdentity } from "@crosstag/core/driver";
import { identifyCaller } from "@crosstag/driver-kit";
import type { HttpTransport } from "@crosstag/driver-kit/http";
import { type Answer, isObject, malformed } from "./answer.ts";
import type { Assumptions } from "./assumptions.ts";
import { AlibabaCallError } from "./call-error.ts";
import { classifyFailure } from "./classify-failure.ts";
import { AlibabaClient } from "./client.ts";
import type { Endpoint } from "./endpoint.ts";
import type { KmsRequests } from "./requests.ts";
import type { Credentials } from "./sdk-credentials.ts";
import type { RequestSigner } from "./sign-request.ts";

/** The version of the API of STS. */
export const STS_VERSION = "2015-04-01";

/** What `identify` needs of a driver. */
export interface CallerParts {
  /** Makes the calls to KMS. */
  readonly client: AlibabaClient;
  /** Builds the parameters of the calls. */
  readonly requests: KmsRequests;
  /** Signs the calls. */
  readonly signer: RequestSigner;
  /** The credentials whose account is asked for. */
  readonly credentials: Pick<Credentials, "credentialsFor">;
  /** The address of KMS, by which that of STS is known. */
  readonly endpoint: Endpoint;
  /** Sends the calls to STS. */
  readonly transport: HttpTransport;
  /** The region of STS. */
  readonly region: string;
  /** Whether the configuration names the account. */
  readonly accountConfigured: boolean;
  /** What applies to undocumented behavior. */
  readonly assumptions: Assumptions;
}

/**
 * Returns the account of the credentials: from STS GetCallerIdentity, or else from the ARN of a key or secret that KMS
 * lists, or from the denial of a list. No call to KMS names an account: it reaches the account of the credentials.
 * @throws any error; see `classifyFailure`
 */
export async function identify(parts: CallerParts, context: CallContext): Promise<CallerIdentity> {
  // The source of the credentials has its own time limit; that of STS starts after it.
  await parts.credentials.credentialsFor(context);
  return identifyCaller(
    {
      askTokenService: (limited) => askSts(parts, limited),
      askService: [(limited) => askForKey(parts, limited), (limited) => askForSecret(parts, limited)],
      accountConfigured: parts.accountConfigured,
      callerInDenial,
      classify: (error) => classifyFailure(error, parts.assumptions),
      ownEndpoint: ownEndpoint(parts.endpoint),
      isMalformed: (error) => error instanceof AlibabaCallError && error.problem.kind === "malformed",
    },
    context,
  );
}

/** An endpoint of Alibaba Cloud itself. */
export function ownEndpoint({ host }: Endpoint): boolean {
  return new URL(`https://${host}`).hostname.endsWith(".aliyuncs.com");
}

/** The address of STS, by that of KMS. */
export function stsEndpoint({ endpoint, region }: Pick<CallerParts, "endpoint" | "region">): Endpoint {
  if (!ownEndpoint(endpoint)) return endpoint;
  return {
    protocol: "https:",
    host: `${endpoint.host.startsWith("kms-vpc.") ? "sts-vpc" : "sts"}.${region}.aliyuncs.com`,
  };
}

async function askSts(parts: CallerParts, context: CallContext): Promise<CallerIdentity> {
  const endpoint = stsEndpoint(parts);
  const service = { version: STS_VERSION, host: endpoint.host };
  const sts = new AlibabaClient(parts.signer, parts.transport, endpoint, service);
  return callerIn(await sts.call({ action: "GetCallerIdentity", parameters: {} }, context));
}

/** @throws AlibabaCallError `malformed` when the answer is not as STS documents it, or contradicts itself */
function callerIn(answer: Answer): CallerIdentity {
  const { AccountId: account, Arn: arn } = answer.body;
  const named = typeof arn === "string" ? /^acs:ram::(\d+):./.exec(arn)?.[1] : undefined;
  if (typeof account !== "string" || !/^\d+$/.test(account) || (arn !== undefined && named !== account))
    throw malformed(answer, "no account of the caller, or two different ones");
  return { account, requestId: answer.requestId };
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

function callerInDenial(error: unknown): CallerIdentity {
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
