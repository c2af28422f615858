import { DRIVER_FILES } from "./driver-files.ts";
import { PACKAGE_FILES } from "./package-files.ts";
import { PROFILE_FILES } from "./profile-files.ts";
import { TEST_FILES } from "./test-files.ts";

/** The files of an adapter for a cloud that has this name, by path. */
export function adapterFiles(name: string): Readonly<Record<string, string>> {
  const files = { ...PACKAGE_FILES, ...PROFILE_FILES, ...DRIVER_FILES, ...TEST_FILES };
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll("CLOUD", name)]));
}
