import type { CliProfile, CliProfileSearch } from "./cli-profile.ts";
import { textIn } from "./cli-profile.ts";
import { CredentialProblem, isNetworkCode } from "@crosstag/driver-kit";
import { fieldsOf } from "@crosstag/core/internal";

/** A problem of a profile, found before a source is asked for credentials; undefined if there is none. */
export function problemOfProfile(search: CliProfileSearch): CredentialProblem | undefined {
  switch (search.state) {
    case "absent":
      return search.name === undefined
        ? new CredentialProblem("There is no file ~/.aliyun/config.json.", "Create it: aliyun configure")
        : new CredentialProblem(
            `The profile ${quote(search.name)} cannot be used: there is no file ~/.aliyun/config.json.`,
            `Create it: aliyun configure --profile ${search.name}`,
          );
    case "broken":
      return new CredentialProblem(
        "There are no credentials for Alibaba Cloud: ~/.aliyun/config.json is not valid JSON.",
        "Correct the file, or create it again: aliyun configure",
      );
    case "no-profiles":
      return new CredentialProblem("~/.aliyun/config.json has no current profile.", "Add one: aliyun configure");
    case "missing":
      if (search.namedBy !== undefined)
        return new CredentialProblem(
          `The profile ${quote(search.namedBy)} takes its credentials from the profile ${quote(search.name)}, which is not in ~/.aliyun/config.json.`,
          "Correct its source_profile.",
        );
      return new CredentialProblem(
        `The profile ${quote(search.name)} is not in ~/.aliyun/config.json.`,
        'Correct --profile, ALIBABA_CLOUD_PROFILE or "profile" of the cloud. To see the profiles: aliyun configure list',
      );
    case "circle":
      return new CredentialProblem(
        `The source_profile of the profile ${quote(search.name)} leads back to itself.`,
        "Set source_profile to a profile that has credentials.",
      );
    case "found":
      return [...search.roles, search.source].map(problemOfMode).find((problem) => problem !== undefined);
  }
}

const MODES = "AK StsToken RamRoleArn EcsRamRole OIDC ChainableRamRoleArn CloudSSO OAuth External".split(" ");

type Need = readonly [setting: string, title: string];
const ACCESS_KEY: readonly Need[] = [
  ["access_key_id", "complete access key"],
  ["access_key_secret", "complete access key"],
];
const ROLE: Need = ["ram_role_arn", "role (ram_role_arn)"];
/** The SDK would read what is missing from the environment, whose credentials may belong to another account. */
const NEEDED: Readonly<Record<string, readonly Need[]>> = {
  AK: ACCESS_KEY,
  StsToken: [...ACCESS_KEY, ["sts_token", "session token (sts_token)"]],
  RamRoleArn: [...ACCESS_KEY, ROLE],
  ChainableRamRoleArn: [ROLE],
};

/** Shows the mode only if it reads like one: a key can be pasted into the wrong field. */
function describeMode(mode: unknown): string {
  if (typeof mode !== "string") return "no mode";
  return /^[A-Za-z]{1,24}$/.test(mode) ? `the mode ${quote(mode)}` : "an unknown mode";
}

function problemOfMode(profile: CliProfile): CredentialProblem | undefined {
  const { mode } = profile;
  const name = quote(profile.name);
  const login = `Log in: aliyun configure --profile ${profile.name}`;
  if (typeof mode !== "string" || !MODES.includes(mode))
    return new CredentialProblem(
      `The profile ${name} has ${describeMode(mode)}. Supported: ${MODES.join(", ")}.`,
      `Choose one of them: aliyun configure --profile ${profile.name} --mode AK`,
    );
  const missing = NEEDED[mode]?.find(([setting]) => textIn(profile, setting) === undefined);
  if (missing !== undefined) return new CredentialProblem(`The profile ${name} has no ${missing[1]}.`, login);
  const end = mode === "CloudSSO" ? profile["cloud_sso_access_token_expire"] : undefined;
  if (typeof end === "number" && end > 0 && end * 1_000 <= Date.now())
    return new CredentialProblem(`The CloudSSO session of the profile ${name} has expired.`, login);
  return undefined;
}

/** What to type when the session of a profile has ended. */
export function renewalHintOf(profile: string | undefined): string {
  return profile === undefined ? "Renew it: aliyun configure" : `Renew it: aliyun configure --profile ${profile}`;
}

/**
 * Why Alibaba Cloud STS did not create a session of a role; undefined for other errors. The SDK's text contains the
 * answer of STS, of which only the error code is read.
 */
export function problemOfRole(error: unknown, arn: string | undefined): CredentialProblem | undefined {
  const { message, code, name } = fieldsOf(error);
  const text = typeof message === "string" ? message : "";
  if (text === "the access key secret is invalid") return refusedRole("SignatureDoesNotMatch", arn);
  if (/^(?:refresh session token failed|get sts token failed with OIDC)/.test(text))
    return refusedRole(/"Code"\s*:\s*"([\w.]{1,64})"/.exec(text)?.[1] ?? "", arn);
  if (isNetworkCode(String(code)) || /Request(?:Timeout)?Error$/.test(String(name)))
    return arn === undefined
      ? undefined
      : new CredentialProblem(
          "Alibaba Cloud STS could not be reached, so there are no credentials.",
          "Check the network.",
          { transient: true },
        );
  return undefined;
}

function refusedRole(code: string, arn: string | undefined): CredentialProblem {
  const role = arn === undefined ? "" : ` ${quote(arn.slice(arn.lastIndexOf("/") + 1))}`;
  if (/^InvalidSecurityToken|Expired$/.test(code) && !code.startsWith("InvalidTimeStamp"))
    return new CredentialProblem(`The session with which the role${role} is assumed has expired.`, "Renew it.");
  if (/^(?:InvalidTimeStamp|IllegalTimestamp)/.test(code))
    return new CredentialProblem(
      "This computer's clock differs too much from that of Alibaba Cloud STS.",
      "Set the clock.",
    );
  if (code.startsWith("EntityNotExist"))
    return new CredentialProblem(`There is no role${role}.`, "Check the ARN of the role.");
  if (/^(?:InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature)/.test(code))
    return new CredentialProblem(
      `Alibaba Cloud STS does not accept the credentials with which the role${role} is assumed.`,
      "Check the access key.",
    );
  if (/^(?:NoPermission|Forbidden|AuthenticationFail)/.test(code))
    return new CredentialProblem(
      `Alibaba Cloud STS did not allow the role${role} to be assumed.`,
      "Check that the role's trust policy names the caller, that the caller may call sts:AssumeRole, and the external id if the role asks for one.",
    );
  return new CredentialProblem(
    `Alibaba Cloud STS refused to create a session of the role${role}.`,
    "Check the role's ARN, the session name and the region.",
  );
}

function quote(name: string): string {
  return JSON.stringify(name);
}
