import { access } from "node:fs/promises";
import {
  CredentialProblem,
  credentialNetworkProblem,
  HttpTransportError,
  isCertificateProblem,
  isNetworkCode,
} from "@crosstag/driver-kit";
import { describeSource, quote, renewalHint, shellWord } from "./describe-source.ts";
import type { FoundSource, SourceSearch } from "./find-source.ts";
import { hasSsoSession, profileFiles, ssoTokenState } from "./shared-profiles.ts";
import { fieldsOf } from "@crosstag/core/internal";

// oxlint-disable complexity -- a table of the kinds of sources
/** A problem of the settings, found before a source is asked for credentials; undefined if there is none. */
export function problemOfSource(source: FoundSource): CredentialProblem | undefined {
  switch (source.kind) {
    case "profile-missing": {
      const files = profileFiles();
      if (source.namedBy !== undefined)
        return new CredentialProblem(
          `The profile ${quote(source.namedBy)} takes its credentials from the profile ${quote(source.profile)}, which is in neither of ${files}.`,
          "Correct its source_profile.",
        );
      return new CredentialProblem(
        `The profile ${quote(source.profile)} is in neither of ${files}.`,
        'Correct --profile, AWS_PROFILE or "profile" of the cloud. To see the profiles: aws configure list-profiles',
      );
    }
    case "profile-circle":
      return new CredentialProblem(
        `The source_profile of the profile ${quote(source.profile)} leads back to itself.`,
        "Set source_profile to a profile that has credentials.",
      );
    case "mfa": {
      const name = shellWord(source.profile);
      return new CredentialProblem(
        `The profile ${quote(source.profile)} requires an MFA code (mfa_serial), which crosstag does not request.`,
        `Get a session with the AWS CLI: eval "$(aws configure export-credentials --profile ${name} --format env)", then run without the profile.`,
      );
    }
    case "environment":
    case "half-environment":
    case "profile-empty":
    case "keys":
    case "process":
    case "sso":
    case "login":
    case "web-identity":
    case "container":
    case "instance":
    case "instance-disabled":
      return undefined;
  }
}

/**
 * Why the SDK, or a service that it asked, returned no credentials. Of the error only name, code and status are read.
 */
export async function explainCredentialFailure(
  error: unknown,
  { source, roles }: SourceSearch,
  assumeRole: string | undefined,
): Promise<CredentialProblem> {
  if (error instanceof CredentialProblem) return error;
  const role = assumeRole ?? roles[0]?.arn ?? (source.kind === "web-identity" ? source.role : undefined);
  const unreachable = problemOfNetwork(error, role);
  if (unreachable !== undefined) return unreachable;
  const { name, $fault } = fieldsOf(error);
  if ($fault !== undefined && role !== undefined) return refusedRole(String(name), role, source);
  return failedSource(source);
}

function problemOfNetwork(error: unknown, role: string | undefined): CredentialProblem | undefined {
  const { code, $metadata } = fieldsOf(error);
  const status = Number(fieldsOf($metadata)["httpStatusCode"] ?? 0);
  const unreachable = error instanceof HttpTransportError || (role !== undefined && isNetworkCode(String(code)));
  if (!unreachable && status < 500 && status !== 429) return undefined;
  const what = unreachable ? "could not be reached" : "failed";
  const service = role === undefined ? "The service that issues the credentials" : "AWS STS";
  // A problem with a proxy or a certificate is more precise than "could not be reached".
  if (
    error instanceof HttpTransportError &&
    (error.proxy !== undefined || isCertificateProblem(error.networkCode ?? ""))
  )
    return credentialNetworkProblem(error, "AWS", service.replace(/^The/, "the"));
  return new CredentialProblem(`${service} ${what}, so there are no credentials.`, "Check the network and its proxy.", {
    transient: true,
  });
}

function refusedRole(name: string, arn: string, source: FoundSource): CredentialProblem {
  const role = quote(arn.slice(arn.lastIndexOf("/") + 1));
  if (name.startsWith("ExpiredToken")) {
    const what = source.kind === "web-identity" ? "web identity token" : "session";
    return new CredentialProblem(
      `The ${what} with which the role ${role} is assumed has expired.`,
      renewalHint(source),
    );
  }
  if (/^(?:RequestExpired|RequestTimeTooSkewed|RequestInTheFuture)$/.test(name))
    return new CredentialProblem("This computer's clock differs too much from that of AWS STS.", "Set the clock.");
  if (
    /^(?:InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidIdentityToken|IncompleteSignature)/.test(
      name,
    )
  )
    return new CredentialProblem(
      `AWS STS does not accept the credentials with which the role ${role} is assumed (source: ${describeSource(source)}).`,
      "Check that they are complete and of the right partition.",
    );
  if (name.startsWith("AccessDenied"))
    return new CredentialProblem(
      `AWS STS did not allow the role ${role} to be assumed.`,
      "Check that the role's trust policy names the caller, that the caller may call sts:AssumeRole, and the external id if the role asks for one.",
    );
  return new CredentialProblem(
    `AWS STS refused to create a session of the role ${role}.`,
    "Check the role's ARN, the session name and the region.",
  );
}

async function failedSource(source: FoundSource): Promise<CredentialProblem> {
  switch (source.kind) {
    case "half-environment":
      return new CredentialProblem(
        `No credentials for AWS were found: ${source.missing} is not set, but the other half of the access key is.`,
        `Set ${source.missing} as well, or unset both.`,
      );
    case "sso":
      return explainSso(source);
    case "login":
      return new CredentialProblem(
        `The login session of the profile ${quote(source.profile)} has expired, or there is none.`,
        `Log in: aws login --profile ${shellWord(source.profile)}`,
      );
    case "web-identity":
      return explainTokenFile(source.file);
    case "container":
      return new CredentialProblem(
        `The container credentials endpoint gave no credentials (${source.variable}).`,
        "Check that the container has a role.",
      );
    case "profile-empty":
      return new CredentialProblem(
        `The profile ${quote(source.profile)} has no credentials that can be used.`,
        `Run: aws configure --profile ${shellWord(source.profile)}`,
      );
    case "keys":
    case "process":
      return new CredentialProblem(
        `The credentials cannot be used (source: ${describeSource(source)}).`,
        `Check the profile: aws configure list --profile ${shellWord(source.profile)}`,
      );
    case "profile-missing":
    case "profile-circle":
    case "mfa":
    case "environment":
    case "instance":
    case "instance-disabled":
      return new CredentialProblem("No credentials for AWS were found.", nothingFound(source));
  }
}

function nothingFound(source: FoundSource): string {
  const instance =
    source.kind === "instance-disabled"
      ? "the EC2 instance's role (switched off by AWS_EC2_METADATA_DISABLED)"
      : "the EC2 instance's role";
  return `Tried: AWS_ACCESS_KEY_ID, the profile "default" of ${profileFiles()}, AWS_WEB_IDENTITY_TOKEN_FILE, the container's role, ${instance}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile: --profile NAME`;
}

async function explainSso({ profile, settings }: FoundSource & { kind: "sso" }): Promise<CredentialProblem> {
  const login = `Log in: aws sso login --profile ${shellWord(profile)}`;
  const session = settings["sso_session"];
  if (session !== undefined && !(await hasSsoSession(session)))
    return new CredentialProblem(
      `The profile ${quote(profile)} names the sso_session ${quote(session)}, which is not in the configuration file.`,
      `Add the section [sso-session ${session}], or run: aws configure sso --profile ${shellWord(profile)}`,
    );
  const state = await ssoTokenState(settings);
  if (state === "absent")
    return new CredentialProblem(`There is no SSO session for the profile ${quote(profile)}.`, login);
  if (state === "expired")
    return new CredentialProblem(`The SSO session of the profile ${quote(profile)} has expired.`, login);
  return new CredentialProblem(
    `IAM Identity Center gave no credentials for the profile ${quote(profile)}.`,
    `Check its sso_account_id, sso_role_name and sso_region. ${login}`,
  );
}

async function explainTokenFile(file: string): Promise<CredentialProblem> {
  try {
    await access(file);
  } catch {
    return new CredentialProblem(
      `The web identity token file ${quote(file)} cannot be read.`,
      "Correct AWS_WEB_IDENTITY_TOKEN_FILE, or web_identity_token_file of the profile.",
    );
  }
  return new CredentialProblem(
    "The web identity token could not be exchanged for credentials.",
    "Check AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN.",
  );
}
