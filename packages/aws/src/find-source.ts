import type { ProfileSettings, Profiles } from "./shared-profiles.ts";

/** The source that the SDK's chain uses, found without asking it for credentials. */
export type FoundSource =
  | { readonly kind: "environment" }
  | { readonly kind: "half-environment"; readonly missing: string }
  | { readonly kind: "profile-missing"; readonly profile: string; readonly namedBy?: string }
  /** The profile, or the last one that its `source_profile` leads to, has no credentials. */
  | { readonly kind: "profile-empty"; readonly profile: string }
  | { readonly kind: "profile-circle"; readonly profile: string }
  | { readonly kind: "mfa"; readonly profile: string }
  | { readonly kind: "keys"; readonly profile: string }
  | { readonly kind: "process"; readonly profile: string; readonly command: string }
  | { readonly kind: "sso"; readonly profile: string; readonly settings: ProfileSettings }
  | { readonly kind: "login"; readonly profile: string }
  | { readonly kind: "web-identity"; readonly profile?: string; readonly file: string; readonly role?: string }
  | { readonly kind: "container"; readonly variable: string }
  | { readonly kind: "instance" }
  | { readonly kind: "instance-disabled" };

/** A role that a profile assumes. */
interface RoleOnTheWay {
  readonly profile: string;
  readonly arn: string;
}

/** The result of `findSource`. */
export interface SourceSearch {
  /** The source of the first credentials. */
  readonly source: FoundSource;
  /** Roles that are assumed with the source's credentials, the last one first. */
  readonly roles: readonly RoleOnTheWay[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Finds the source in the order of the SDK's default chain. `named`: a profile from the settings. */
export function findSource(named: string | undefined, environment: Environment, profiles: Profiles): SourceSearch {
  const name = named ?? (environment["AWS_PROFILE"] || undefined);
  const id = environment["AWS_ACCESS_KEY_ID"];
  const secret = environment["AWS_SECRET_ACCESS_KEY"];
  if (name === undefined && id && secret) return { source: { kind: "environment" }, roles: [] };
  const profile = name ?? "default";
  if (profiles[profile] === undefined && name !== undefined)
    return { source: { kind: "profile-missing", profile }, roles: [] };
  const found = followProfile(profile, profiles);
  if (found !== undefined && (name !== undefined || found.source.kind !== "profile-empty")) return found;
  if (id || secret) {
    const missing = id ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID";
    return { source: { kind: "half-environment", missing }, roles: [] };
  }
  return { source: surroundings(environment), roles: [] };
}

function followProfile(first: string, profiles: Profiles): SourceSearch | undefined {
  const roles: RoleOnTheWay[] = [];
  const visited = new Set<string>();
  let namedBy: string | undefined;
  let name = first;
  for (;;) {
    const settings = profiles[name];
    if (settings === undefined) {
      if (namedBy === undefined) return undefined;
      return { source: { kind: "profile-missing", profile: name, namedBy }, roles };
    }
    const isFirst = visited.size === 0;
    if (visited.has(name) && !hasKeys(settings)) return { source: { kind: "profile-circle", profile: name }, roles };
    const { role_arn: arn, source_profile: next } = settings;
    // If another profile refers to this one, its keys are used before its role, as the SDK does.
    if (arn === undefined || next === undefined || (!isFirst && hasKeys(settings)))
      return { source: ownSource(name, settings, arn, roles), roles };
    roles.push({ profile: name, arn });
    if (settings["mfa_serial"] !== undefined) return { source: { kind: "mfa", profile: name }, roles };
    visited.add(name);
    namedBy = name;
    name = next;
  }
}

function ownSource(
  profile: string,
  settings: ProfileSettings,
  arn: string | undefined,
  roles: RoleOnTheWay[],
): FoundSource {
  if (arn !== undefined && settings["credential_source"] !== undefined) {
    roles.push({ profile, arn });
    if (settings["mfa_serial"] !== undefined) return { kind: "mfa", profile };
    return namedSource(settings["credential_source"], profile);
  }
  if (hasKeys(settings)) return { kind: "keys", profile };
  const file = settings["web_identity_token_file"];
  if (file !== undefined && arn !== undefined) return { kind: "web-identity", profile, file, role: arn };
  const command = settings["credential_process"];
  if (command !== undefined) return { kind: "process", profile, command };
  const isSso = ["sso_start_url", "sso_account_id", "sso_session", "sso_region", "sso_role_name"].some(
    (setting) => settings[setting] !== undefined,
  );
  if (isSso) return { kind: "sso", profile, settings };
  if (settings["login_session"] !== undefined) return { kind: "login", profile };
  return { kind: "profile-empty", profile };
}

function namedSource(source: string, profile: string): FoundSource {
  if (source === "EcsContainer") return { kind: "container", variable: "credential_source = EcsContainer" };
  if (source === "Ec2InstanceMetadata") return { kind: "instance" };
  if (source === "Environment") return { kind: "environment" };
  return { kind: "profile-empty", profile };
}

function surroundings(environment: Environment): FoundSource {
  const file = environment["AWS_WEB_IDENTITY_TOKEN_FILE"];
  const role = environment["AWS_ROLE_ARN"];
  if (file && role) return { kind: "web-identity", file, role };
  for (const variable of ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"])
    if (environment[variable]) return { kind: "container", variable };
  const disabled = environment["AWS_EC2_METADATA_DISABLED"];
  return { kind: disabled && disabled !== "false" ? "instance-disabled" : "instance" };
}

function hasKeys(settings: ProfileSettings): boolean {
  return settings["aws_access_key_id"] !== undefined && settings["aws_secret_access_key"] !== undefined;
}
