import { readFile } from "node:fs/promises";
import { CredentialProblem } from "@crosstag/driver-kit";
import { defaultProfile, readCliCredentials, renewalHintOf } from "./cli-profile.ts";
import type { TencentClient } from "./client.ts";
import {
  checkCredentials,
  type CredentialFunction,
  type ExpiringCredentials,
  type FixedCredentials,
} from "./fixed-credentials.ts";
import { assumeRoleWithWebIdentity } from "./role-session.ts";
import type { CommonSdk } from "./sdk.ts";

/** One place where credentials are searched. */
export interface CredentialStep {
  /** The place in messages. */
  readonly describe: string;
  /** What to type when a session from this place has ended. Absent: not known. */
  readonly renewalHint?: string;
  /** The credentials; undefined if the place is not configured. @throws CredentialProblem, or any error of a call */
  ask(signal: AbortSignal): Promise<ExpiringCredentials | undefined>;
}

/** Credentials that the application passed in. */
export function givenStep(credentials: FixedCredentials | CredentialFunction): CredentialStep {
  const describe = 'the option "credentials"';
  return {
    describe,
    ask: async () => checkCredentials(typeof credentials === "function" ? await credentials() : credentials, describe),
  };
}

/** A profile of `tccli` that was named. */
export function profileStep(profile: string): CredentialStep {
  return {
    describe: `profile ${JSON.stringify(profile)}`,
    renewalHint: renewalHintOf(profile),
    ask: async () => {
      const credentials = await readCliCredentials(profile);
      if (credentials !== undefined) return credentials;
      throw new CredentialProblem(
        `The profile ${JSON.stringify(profile)} cannot be used: there is no file ~/.tccli/${profile}.credential.`,
        `Create it: tccli configure --profile ${profile}`,
      );
    },
  };
}

/**
 * The places of the SDK's default chain, and the default profile of `tccli`. The providers of the environment, of the file and
 * of the metadata service are the SDK's. Its chain is not used, because it writes the errors of its providers to the
 * console, and returns empty credentials if it finds none (tencentcloud-sdk-nodejs-common 4.1.220, verified 2026-11-29).
 * @param sts a client whose calls are not signed
 */
export function defaultSteps(sdk: CommonSdk, sts: TencentClient): readonly CredentialStep[] {
  return [environmentStep(sdk), fileStep(sdk), cliStep(), clusterStep(sts), instanceStep(sdk)];
}

function environmentStep(sdk: CommonSdk): CredentialStep {
  const describe = "environment variables TENCENTCLOUD_*";
  return {
    describe,
    renewalHint:
      "Renew it: set TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and TENCENTCLOUD_SESSION_TOKEN to those of a new session.",
    ask: async () => {
      const { secretId, secretKey, token } = await new sdk.EnvironmentVariableCredential().getCredential();
      if (!secretId && !secretKey) return undefined;
      if (secretId && secretKey) return checkCredentials({ secretId, secretKey, ...(token && { token }) }, describe);
      const missing = secretId ? "TENCENTCLOUD_SECRET_KEY" : "TENCENTCLOUD_SECRET_ID";
      throw new CredentialProblem(
        `No credentials for Tencent Cloud were found: ${missing} is not set, but the other half of the API key is.`,
        `Set ${missing} as well, or unset both.`,
      );
    },
  };
}

function fileStep(sdk: CommonSdk): CredentialStep {
  const describe = "~/.tencentcloud/credentials";
  return {
    describe,
    ask: async () => {
      const { secretId, secretKey, token } = await new sdk.ProfileCredential().getCredential();
      if (!secretId || !secretKey) return undefined;
      return checkCredentials({ secretId, secretKey, ...(token && { token }) }, describe);
    },
  };
}

function cliStep(): CredentialStep {
  const profile = defaultProfile();
  return {
    describe: `~/.tccli/${profile}.credential`,
    renewalHint: renewalHintOf(profile),
    ask: () => readCliCredentials(profile),
  };
}

/** A pod in a TKE cluster, whose variables the cluster sets. */
function clusterStep(sts: TencentClient): CredentialStep {
  return {
    describe: "role of the TKE pod",
    ask: async (signal) => {
      const { TKE_PROVIDER_ID: providerId, TKE_ROLE_ARN: role, TKE_WEB_IDENTITY_TOKEN_FILE: file } = process.env;
      if (!providerId || !role || !file) return undefined;
      const token = await readFile(file, "utf8").catch(() => {
        throw new CredentialProblem(
          `The token of the TKE pod cannot be read: ${JSON.stringify(file)}.`,
          "Check TKE_WEB_IDENTITY_TOKEN_FILE.",
        );
      });
      return assumeRoleWithWebIdentity(sts, { providerId, role, token: token.trim() }, signal);
    },
  };
}

/** A CVM instance with a role. A new provider each time: the SDK's keeps its first answer, also if it is an error. */
function instanceStep(sdk: CommonSdk): CredentialStep {
  const describe = "role of the CVM instance";
  return {
    describe,
    ask: async () => {
      const { secretId, secretKey, token } = await new sdk.CvmRoleCredential().getCredential().catch(() => ({
        secretId: undefined,
        secretKey: undefined,
        token: undefined,
      }));
      if (!secretId || !secretKey) return undefined;
      // The SDK does not return the end of the session.
      const expiration = new Date(Date.now() + INSTANCE_REUSE_MS);
      return checkCredentials({ secretId, secretKey, ...(token && { token }), expiration }, describe);
    },
  };
}

/** The metadata service replaces sessions before they end, so asking again in time is enough. */
const INSTANCE_REUSE_MS = 10 * 60_000;
