import { access } from "node:fs/promises";
import { dirname, join } from "node:path";

const CONFIGURATION_FILE = "crosstag.yaml";

/** `crosstag.yaml` in the directory or the nearest one above it. */
export async function findConfigurationFile(directory: string | undefined): Promise<string | undefined> {
  if (directory === undefined) return undefined;
  const path = join(directory, CONFIGURATION_FILE);
  try {
    await access(path);
    return path;
  } catch {
    const parent = dirname(directory);
    return parent === directory ? undefined : findConfigurationFile(parent);
  }
}
