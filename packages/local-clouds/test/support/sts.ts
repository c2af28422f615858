import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
  type AssumeRoleCommandInput,
  type GetCallerIdentityCommandOutput,
  type STSClientConfig,
} from "@aws-sdk/client-sts";
import { onTestFinished } from "vitest";
import type { LocalAws } from "../../src/index.ts";

/** Credentials as the SDK's clients take them. */
export interface SdkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The raw SDK's client for STS, closed after the test. One attempt per call. */
export function stsOf({ endpoint, region, credentials }: LocalAws, config: STSClientConfig = {}): STSClient {
  const sts = new STSClient({ endpoint, region, credentials, maxAttempts: 1, ...config });
  onTestFinished(() => {
    sts.destroy();
  });
  return sts;
}

/** Assumes a role, and returns the credentials of the session. */
export async function assume(
  sts: STSClient,
  RoleArn: string,
  input: Partial<AssumeRoleCommandInput> = {},
): Promise<SdkCredentials & { readonly expiration: Date }> {
  const answer = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test", ...input }));
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "", Expiration } = answer.Credentials ?? {};
  if (Expiration === undefined) throw new Error("The session has no end.");
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

/** The caller that credentials belong to. */
export async function identify(sts: STSClient): Promise<Omit<GetCallerIdentityCommandOutput, "$metadata">> {
  const { $metadata: _metadata, ...identity } = await sts.send(new GetCallerIdentityCommand({}));
  return identity;
}
