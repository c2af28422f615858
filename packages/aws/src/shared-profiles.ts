import { join } from "node:path";
import { getSSOTokenFromFile, loadSsoSessionData, parseKnownFiles } from "@smithy/core/config";

/** The settings of one profile. Holds secrets. */
export type ProfileSettings = Readonly<Record<string, string | undefined>>;
/** The profiles of `~/.aws/config` and `~/.aws/credentials` by name. */
export type Profiles = Readonly<Record<string, ProfileSettings | undefined>>;

/** Reads the files anew, for the SDK as well: it keeps what it has read for the life of the process. */
export async function readProfiles(): Promise<Profiles> {
  return parseKnownFiles({ ignoreCache: true });
}

/** The two files by the names under which they are looked for. */
export function profileFiles(): string {
  const { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials } = process.env;
  return `${config ?? join("~", ".aws", "config")} and ${credentials ?? join("~", ".aws", "credentials")}`;
}

/** How things stand with the token that `aws sso login` leaves on disk. */
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
