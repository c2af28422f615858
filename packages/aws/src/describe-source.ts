import type { FoundSource } from "./find-source.ts";

/** The source of the credentials, for a message such as "The credentials were not available … (source: …)". */
export function describeSource(source: FoundSource): string {
  switch (source.kind) {
    case "environment":
    case "half-environment":
      return "environment variables";
    case "profile-missing":
    case "profile-empty":
    case "profile-circle":
    case "mfa":
      return `profile ${quote(source.profile)}`;
    case "keys":
      return `keys of the profile ${quote(source.profile)}`;
    case "process":
      return `credential_process of the profile ${quote(source.profile)}`;
    case "sso":
      return `SSO session of the profile ${quote(source.profile)}`;
    case "login":
      return `login session of the profile ${quote(source.profile)}`;
    case "web-identity":
      return "web identity token, exchanged at AWS STS";
    case "container":
      return `container credentials endpoint, ${source.variable}`;
    case "instance":
    case "instance-disabled":
      return "metadata service of the EC2 instance";
  }
}

/** What to type when a session of this source has ended. */
export function renewalHint(source: FoundSource): string {
  switch (source.kind) {
    case "environment":
      return "Renew it: set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN to those of a new session.";
    case "keys":
      return `Renew it: write the keys of a new session into the profile ${quote(source.profile)}.`;
    case "sso":
      return `Renew it: aws sso login --profile ${shellWord(source.profile)}`;
    case "login":
      return `Renew it: aws login --profile ${shellWord(source.profile)}`;
    case "process":
      return `Renew the session that the credential_process of the profile ${quote(source.profile)} gives.`;
    case "half-environment":
    case "profile-missing":
    case "profile-empty":
    case "profile-circle":
    case "mfa":
    case "web-identity":
    case "container":
    case "instance":
    case "instance-disabled":
      return "Renew it, or wait until its source gives another one.";
  }
}

/** A name in double quotes, for messages. */
export function quote(name: string): string {
  return JSON.stringify(name);
}

/** A name that can be pasted into a shell. */
export function shellWord(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
