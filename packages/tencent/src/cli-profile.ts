import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fieldsOf } from "@crosstag/core/internal";
import { CredentialProblem } from "@crosstag/driver-kit";
import { checkCredentials, type ExpiringCredentials } from "./fixed-credentials.ts";

/** A file of `tccli` as read: without its text if it is not valid JSON, which could hold a secret. */
type CliFile =
  | { readonly state: "absent" }
  | { readonly state: "broken" }
  | { readonly state: "read"; readonly fields: Readonly<Record<string, unknown>> };

/** The profile of `tccli` that is used if none is named. */
export function defaultProfile(): string {
  return process.env["TCCLI_PROFILE"] || "default";
}

/**
 * The credentials of a profile of `tccli`, from `~/.tccli/<profile>.credential`. Undefined if there is no such file.
 * Only `tccli` renews the session of a login, so that an ended one is refused here.
 * @throws CredentialProblem if the file is not usable
 */
export async function readCliCredentials(profile: string): Promise<ExpiringCredentials | undefined> {
  const file = await readCliFile(profile, "credential");
  const path = `~/.tccli/${profile}.credential`;
  if (file.state === "absent") return undefined;
  if (file.state === "broken")
    throw new CredentialProblem(
      `There are no credentials for Tencent Cloud: ${path} is not valid JSON.`,
      `Create it again: tccli configure --profile ${profile}`,
    );
  const { secretId, secretKey, token, expiresAt } = file.fields;
  const expiration = typeof expiresAt === "number" ? new Date(expiresAt * 1_000) : undefined;
  if (expiration !== undefined && expiration.getTime() <= Date.now())
    throw new CredentialProblem(
      `The session of the profile ${JSON.stringify(profile)} has ended (${path}).`,
      renewalHintOf(profile),
    );
  return checkCredentials(
    { secretId, secretKey, ...(token !== "" && token !== null && { token }), ...(expiration && { expiration }) },
    path,
  );
}

/** What to type when the session of a profile has ended. */
export function renewalHintOf(profile: string): string {
  return `Renew it: tccli auth login --profile ${profile}`;
}

/** The region of a profile of `tccli`, from `~/.tccli/<profile>.configure`. Undefined if it has none. */
export async function readCliRegion(profile = defaultProfile()): Promise<string | undefined> {
  const file = await readCliFile(profile, "configure");
  if (file.state !== "read") return undefined;
  const { region } = fieldsOf(file.fields["_sys_param"]);
  return typeof region === "string" && region !== "" ? region : undefined;
}

async function readCliFile(profile: string, kind: "credential" | "configure"): Promise<CliFile> {
  let content: string;
  try {
    // A user of a container may have no home directory.
    content = await readFile(join(homedir(), ".tccli", `${profile}.${kind}`), "utf8");
  } catch {
    return { state: "absent" };
  }
  try {
    const fields: unknown = JSON.parse(content);
    return { state: "read", fields: fieldsOf(fields) };
  } catch {
    return { state: "broken" };
  }
}
