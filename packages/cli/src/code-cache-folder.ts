import { isAbsolute, join } from "node:path";

/**
 * The folder in which Node keeps compiled code between starts. It is in the user's own cache and not in the folder for
 * temporary files, which other users may write to: Node runs what it finds there. Undefined if the user has no home
 * directory.
 */
export function codeCacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  homeDirectory: () => string,
): string | undefined {
  const [variable, below] = platform === "win32" ? ["LOCALAPPDATA", "AppData/Local"] : ["XDG_CACHE_HOME", ".cache"];
  const given = environment[variable] ?? "";
  if (isAbsolute(given)) return join(given, "crosstag", "code");
  try {
    const home = homeDirectory();
    return isAbsolute(home) ? join(home, below, "crosstag", "code") : undefined;
  } catch {
    return undefined;
  }
}
