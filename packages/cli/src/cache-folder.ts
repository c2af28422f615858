import { isAbsolute, join } from "node:path";

/**
 * The folder for what can be made again. It is in the user's own cache and not in the folder for temporary files, which
 * other users may write to. Undefined if the user has no home directory.
 */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  homeDirectory: () => string | undefined,
): string | undefined {
  const [variable, below] = platform === "win32" ? ["LOCALAPPDATA", "AppData/Local"] : ["XDG_CACHE_HOME", ".cache"];
  const given = environment[variable] ?? "";
  if (isAbsolute(given)) return join(given, "crosstag");
  try {
    const home = homeDirectory() ?? "";
    return isAbsolute(home) ? join(home, below, "crosstag") : undefined;
  } catch {
    return undefined;
  }
}
