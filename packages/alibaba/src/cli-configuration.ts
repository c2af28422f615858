import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { isObject } from "./answer.ts";

/** What the configuration file of Alibaba Cloud's command line says, without its secrets. */
export type CliConfiguration =
  | { readonly state: "absent" }
  /** It is there but cannot be read as JSON. */
  | { readonly state: "broken" }
  | { readonly state: "read"; readonly current?: string; readonly regions: ReadonlyMap<string, string> };

/** Reads `~/.aliyun/config.json`. Nothing of its content is in any error: the SDK's own error would repeat the secrets. */
export async function readCliConfiguration(directory?: string): Promise<CliConfiguration> {
  let content: string;
  try {
    // The system may know no home directory, as for a user of a container.
    content = await readFile(join(directory ?? homedir(), ".aliyun", "config.json"), "utf8");
  } catch {
    return { state: "absent" };
  }
  try {
    const configuration: unknown = JSON.parse(content);
    if (!isObject(configuration)) return { state: "broken" };
    const { current, profiles } = configuration;
    const regions = new Map<string, string>();
    for (const profile of Array.isArray(profiles) ? (profiles as unknown[]) : []) {
      if (!isObject(profile)) continue;
      const { name, region_id: region } = profile;
      if (typeof name === "string" && typeof region === "string") regions.set(name, region);
    }
    return { state: "read", regions, ...(typeof current === "string" && { current }) };
  } catch {
    return { state: "broken" };
  }
}
