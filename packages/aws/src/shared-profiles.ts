import { join } from "node:path";
import { getSSOTokenFromFile, loadSsoSessionData, parseKnownFiles } from "@smithy/core/config";

/** The settings of one profile. Contains secrets. */
export type ProfileSettings = Readonly<Record<string, string | undefined>>;
/** The profiles of `~/.aws/config` and `~/.aws/credentials` by name. */
export type Profiles = Readonly<Record<string, ProfileSettings | undefined>>;

/** Reads the files again, also for the SDK, which otherwise reads them once in the life of a process. */
export async function readProfiles(): Promise<Profiles> {
  return parseKnownFiles({ ignoreCache: true });
}

/** The paths of the two files, for messages. */
export function profileFiles(): string {
  const { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials } = process.env;
  return `${config ?? join("~", ".aws", "config")} and ${credentials ?? join("~", ".aws", "credentials")}`;
}

/** The state of the token that `aws sso login` stores on disk. */
export async function ssoTokenState(profile: ProfileSettings): Promise<"valid" | "expired" | "absent"> {
  const session = profile["sso_session"];
  const id = session ?? profile["sso_start_url"];
  if (id === undefined) return "absent";
  try {
    const { expiresAt } = await getSSOTokenFromFile(id);
    return Date.parse(expiresAt) > Date.now() ? "valid" : "expired";
  } catch {
    return "absent";
  }
}

/** Whether the section that `sso_session` names is in the configuration file. */
export async function hasSsoSession(name: string): Promise<boolean> {
  return (await loadSsoSessionData())[name] !== undefined;
}
