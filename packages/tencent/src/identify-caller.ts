import type { CallContext, CallerIdentity } from "@crosstag/core/driver";
import { identifyCaller } from "@crosstag/driver-kit";
import { malformed } from "./answer.ts";
import type { Assumptions } from "./assumptions.ts";
import { TencentCallError } from "./call-error.ts";
import { classifyFailure } from "./classify-failure.ts";
import type { TencentClient } from "./client.ts";
import type { Credentials } from "./credentials.ts";
import { STS } from "./services.ts";

/** What `identify` needs of a driver. */
export interface CallerParts {
  /** Makes the calls. */
  readonly client: TencentClient;
  /** The credentials whose account is asked for. */
  readonly credentials: Pick<Credentials, "credentialsFor">;
  /** The endpoint is one of Tencent Cloud. */
  readonly ownEndpoint: boolean;
  /** Whether the configuration names the account. */
  readonly accountConfigured: boolean;
  /** What applies to undocumented behavior. */
  readonly assumptions: Assumptions;
}

/**
 * Returns the main account of the credentials, from STS GetCallerIdentity. No answer of KMS names it: a key names the
 * account that created it, which can be a user of the main account.
 * @throws any error; see `classifyFailure`
 */
export async function identify(parts: CallerParts, context: CallContext): Promise<CallerIdentity> {
  // The source of the credentials has its own time limit; that of STS starts after it.
  await parts.credentials.credentialsFor(context);
  return identifyCaller(
    {
      askTokenService: (limited) => askSts(parts, limited),
      askService: [],
      accountConfigured: parts.accountConfigured,
      callerInDenial: () => ({}),
      classify: (error) => classifyFailure(error, parts.assumptions),
      ownEndpoint: parts.ownEndpoint,
      isMalformed: (error) => error instanceof TencentCallError && error.problem.kind === "malformed",
    },
    context,
  );
}

async function askSts({ client }: CallerParts, context: CallContext): Promise<CallerIdentity> {
  const answer = await client.call({ service: STS, action: "GetCallerIdentity", parameters: {} }, context);
  const { AccountId: account, Arn: arn } = answer.body;
  const named = typeof arn === "string" ? /^qcs::(?:cam|sts)::?(?:uin\/)?(\d+):/.exec(arn)?.[1] : undefined;
  if (typeof account !== "string" || !/^\d{1,20}$/.test(account) || (named !== undefined && named !== account))
    throw malformed(answer, "no account of the caller, or two different ones");
  return { account, requestId: answer.requestId };
}
