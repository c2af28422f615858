import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageFolder } from "../../package-folder.ts";

/** The clone of the repository that the command is built in. Undefined: the command is installed. */
export function findClone(): string | undefined {
  const packages = dirname(packageFolder());
  return existsSync(join(packages, "conformance", "package.json")) && existsSync(join(packages, "..", "turbo.json"))
    ? dirname(packages)
    : undefined;
}
