import type { CloudSettings } from "@crosstag/core/driver";
import { CredentialProblem } from "@crosstag/driver-kit";
import { type Answer, isObject } from "./answer.ts";
import type { TencentClient } from "./client.ts";
import { checkCredentials, type ExpiringCredentials } from "./fixed-credentials.ts";
import { STS } from "./services.ts";

/** The full name of a role, by its name or its number. */
export const ROLE_NAME = /^qcs::cam::uin\/\d+:role(?:Name)?\/[\w./-]+$/;

/** Two hours, the default of Tencent Cloud. */
const DURATION_SECONDS = 7_200;
const SESSION_NAME = "crosstag";

/** Longer than any call: the time limit of the source of credentials ends these. */
const TIME_LIMIT_MS = 3_600_000;

/** A session of a role that is assumed with other credentials. `sts` signs with them. @throws any error of a call */
export async function assumeRole(
  sts: TencentClient,
  { arn, sessionName = SESSION_NAME, externalId }: NonNullable<CloudSettings["assumeRole"]>,
  signal: AbortSignal,
): Promise<ExpiringCredentials> {
  const parameters = {
    RoleArn: arn,
    RoleSessionName: sessionName,
    DurationSeconds: DURATION_SECONDS,
    ...(externalId !== undefined && { ExternalId: externalId }),
  };
  return sessionIn(await sts.call({ service: STS, action: "AssumeRole", parameters }, limitedBy(signal)));
}

/** The identity of a pod in a TKE cluster, as the cluster describes it to its programs. */
export interface WebIdentity {
  /** The name of the identity provider. */
  readonly providerId: string;
  /** The token that the provider issued. */
  readonly token: string;
  /** The full name of the role. */
  readonly role: string;
}

/** A session for the token of an identity provider. `sts` does not sign. @throws any error of a call */
export async function assumeRoleWithWebIdentity(
  sts: TencentClient,
  { providerId, token, role }: WebIdentity,
  signal: AbortSignal,
): Promise<ExpiringCredentials> {
  const parameters = {
    ProviderId: providerId,
    WebIdentityToken: token,
    RoleArn: role,
    RoleSessionName: SESSION_NAME,
    DurationSeconds: DURATION_SECONDS,
  };
  return sessionIn(
    await sts.call({ service: STS, action: "AssumeRoleWithWebIdentity", parameters }, limitedBy(signal)),
  );
}

function limitedBy(signal: AbortSignal) {
  return { signal, timeoutMs: TIME_LIMIT_MS };
}

function sessionIn({ body }: Answer): ExpiringCredentials {
  const { Credentials: given, ExpiredTime: end } = body;
  const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = isObject(given) ? given : {};
  if (typeof end !== "number" || token === undefined)
    throw new CredentialProblem(
      "The answer of Tencent Cloud STS is not a session.",
      "Check the endpoint: another server may have answered.",
    );
  return checkCredentials({ secretId, secretKey, token, expiration: new Date(end * 1_000) }, "Tencent Cloud STS");
}
