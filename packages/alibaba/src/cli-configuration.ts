import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { isObject } from "./answer.ts";
import { isList } from "@crosstag/core/internal";

/** The configuration file of the Alibaba Cloud CLI, without its secrets. */
export type CliConfiguration =
  | { readonly state: "absent" }
  /** It exists but is not valid JSON. */
  | { readonly state: "broken" }
  | { readonly state: "read"; readonly current?: string; readonly regions: ReadonlyMap<string, string> };

/** Reads `~/.aliyun/config.json`. Does not throw: the SDK's own error would repeat the secrets in the file. */
export async function readCliConfiguration(directory?: string): Promise<CliConfiguration> {
  let content: string;
  try {
    // A user of a container may have no home directory.
    content = await readFile(join(directory ?? homedir(), ".aliyun", "config.json"), "utf8");
  } catch {
    return { state: "absent" };
  }
  try {
    const configuration: unknown = JSON.parse(content);
    if (!isObject(configuration)) return { state: "broken" };
    const { current, profiles } = configuration;
    const regions = new Map<string, string>();
    for (const profile of isList(profiles) ? profiles : []) {
      if (!isObject(profile)) continue;
      const { name, region_id: region } = profile;
      if (typeof name === "string" && typeof region === "string") regions.set(name, region);
    }
    return { state: "read", regions, ...(typeof current === "string" && { current }) };
  } catch {
    return { state: "broken" };
  }
}
