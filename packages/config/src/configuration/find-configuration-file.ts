import { lstat, readlink, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import { systemReason } from "@crosstag/core/internal";

const CONFIGURATION_FILE = "crosstag.yaml";

const ROOT = 0;

/** The user whose files are trusted. Files of root are trusted, too. */
export interface FileUser {
  /** Undefined if the system has no such ids: then every file is trusted. */
  readonly id: number | undefined;
  /** The user who started `sudo`. */
  readonly sudoId?: number | undefined;
  /** Another user whose files are trusted: the owner of a configuration file that was named. */
  readonly ownerId?: number | undefined;
}

/** Returns the user of this process. `environment` says who started `sudo`. */
export function currentUser(environment: Readonly<Record<string, string | undefined>>): FileUser {
  const id = process.getuid?.();
  const sudoId = Number(environment["SUDO_UID"] ?? Number.NaN);
  return { id, ...(id === ROOT && Number.isInteger(sudoId) && { sudoId }) };
}

/**
 * Returns the path of `crosstag.yaml` in a directory, or in the nearest one above it. The file names endpoints that
 * signed requests are sent to, so a file that another user could have put there is refused.
 * @param directory the working directory; undefined: it no longer exists, so there is nothing to find
 * @throws CrosstagError `configuration` if the file belongs to another user, if all users may write to it, or if it is a
 *   symbolic link that cannot be followed
 */
export async function findConfigurationFile(
  directory: string | undefined,
  user: FileUser,
): Promise<string | undefined> {
  if (directory === undefined) return undefined;
  const path = join(directory, CONFIGURATION_FILE);
  try {
    // Not what it points to: a broken link is a mistake in this configuration, not the absence of one.
    await lstat(path);
  } catch {
    const parent = dirname(directory);
    return parent === directory ? undefined : findConfigurationFile(parent, user);
  }
  const broken = await brokenLink(path);
  if (broken !== undefined) throw broken;
  const doubt = await doubtAbout(path, directory, user);
  if (doubt === undefined) return path;
  throw new CrosstagError({
    code: "configuration",
    message: `The configuration file ${JSON.stringify(path)} is not used, because ${doubt}.`,
    hint: `If you trust it, name it: --config ${JSON.stringify(path)}. Nothing was sent.`,
  });
}

async function brokenLink(path: string): Promise<CrosstagError | undefined> {
  try {
    await stat(path);
    return undefined;
  } catch (error) {
    const target = await readlink(path).catch(() => undefined);
    const link = target === undefined ? "" : ` is a symbolic link to ${JSON.stringify(target)} and`;
    return new CrosstagError({
      code: "configuration",
      message: `The configuration file ${JSON.stringify(path)}${link} cannot be opened: ${systemReason(error)}.`,
      hint: "Correct the link or remove it, or name another file with --config. Nothing was sent.",
    });
  }
}

async function doubtAbout(path: string, directory: string, user: FileUser): Promise<string | undefined> {
  if (user.id === undefined) return undefined;
  const stranger = await otherOwner(path, user);
  if (stranger !== undefined) return `it belongs to another user (uid ${stranger}; you are ${user.id})`;
  const [file, folder] = await Promise.all([stat(path), stat(directory)]);
  if (isWritableByAll(file.mode)) return "all users may write to it";
  return isWritableByAll(folder.mode) && !isSticky(folder.mode) ? "all users may replace it" : undefined;
}

/**
 * Returns why a file or folder could have been put there by another user; undefined if only the user and root can have
 * done so.
 */
export async function doubtAboutOwner(path: string, user: FileUser): Promise<string | undefined> {
  if (user.id === undefined) return undefined;
  const stranger = await otherOwner(path, user);
  if (stranger !== undefined)
    return `${JSON.stringify(path)} belongs to another user (uid ${stranger}; you are ${user.id})`;
  const place = await stat(path);
  return isWritableByAll(place.mode) && !(place.isDirectory() && isSticky(place.mode))
    ? `all users may write to ${JSON.stringify(path)}`
    : undefined;
}

/** The id of an owner who is not trusted. Both owners of a link count, because its own owner determines its target. */
async function otherOwner(path: string, { id, sudoId, ownerId }: FileUser): Promise<number | undefined> {
  const owners = await Promise.all([lstat(path), stat(path)]);
  const trusted = new Set([id, ROOT, sudoId, ownerId]);
  return owners.map(({ uid }) => uid).find((uid) => !trusted.has(uid));
}

function isWritableByAll(mode: number): boolean {
  return (mode & 0o002) !== 0;
}

/** In such a folder, `/tmp` for example, only the owner of a file can replace it. */
function isSticky(mode: number): boolean {
  return (mode & 0o1000) !== 0;
}
