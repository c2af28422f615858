import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "./package-folder.ts";

/** Reads the version of the command. Only when asked for: every start of the program would pay for it. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as { version: string };
  return manifest.version;
}
