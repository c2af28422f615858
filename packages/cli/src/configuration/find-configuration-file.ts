import { access, lstat, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CrosstagError } from "@crosstag/core";

const CONFIGURATION_FILE = "crosstag.yaml";

const ROOT = 0;

/** Whose files are trusted: those of the user, and of root. Undefined where the system has no such ids. */
export interface FileUser {
  readonly id: number | undefined;
  /** The user behind `sudo`. */
  readonly sudoId?: number | undefined;
}

export function currentUser(environment: Readonly<Record<string, string | undefined>>): FileUser {
  const id = process.getuid?.();
  const sudoId = Number(environment["SUDO_UID"] ?? Number.NaN);
  return { id, ...(id === ROOT && Number.isInteger(sudoId) && { sudoId }) };
}

/**
 * `crosstag.yaml` in the directory or the nearest one above it. It names endpoints that signed requests are sent to, so that
 * one that another user could have put there is not obeyed because of its place.
 * @throws CrosstagError `configuration` where it belongs to another user, or others may write to it
 */
export async function findConfigurationFile(
  directory: string | undefined,
  user: FileUser,
): Promise<string | undefined> {
  if (directory === undefined) return undefined;
  const path = join(directory, CONFIGURATION_FILE);
  try {
    await access(path);
  } catch {
    const parent = dirname(directory);
    return parent === directory ? undefined : findConfigurationFile(parent, user);
  }
  const doubt = await doubtAbout(path, directory, user);
  if (doubt === undefined) return path;
  throw new CrosstagError({
    code: "configuration",
    message: `The configuration file ${JSON.stringify(path)} is not used, because ${doubt}.`,
    hint: `If you trust it, name it: --config ${JSON.stringify(path)}. Nothing was sent.`,
  });
}

async function doubtAbout(path: string, directory: string, { id, sudoId }: FileUser): Promise<string | undefined> {
  if (id === undefined) return undefined;
  // Of a link, both count: who made it says what it points to.
  const [link, file, folder] = await Promise.all([lstat(path), stat(path), stat(directory)]);
  const trusted = new Set([id, ROOT, sudoId]);
  const stranger = [link, file].find(({ uid }) => !trusted.has(uid));
  if (stranger !== undefined) return `it belongs to another user (uid ${stranger.uid}; you are ${id})`;
  if (isWritableByAll(file.mode)) return "everyone may write to it";
  const isSticky = (folder.mode & 0o1000) !== 0;
  if (isWritableByAll(folder.mode) && !isSticky) return "everyone may put another file in its place";
  return undefined;
}

function isWritableByAll(mode: number): boolean {
  return (mode & 0o002) !== 0;
}
