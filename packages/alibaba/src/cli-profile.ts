import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { isObject } from "./answer.ts";

/** A profile of `~/.aliyun/config.json`. Contains secrets. */
export type CliProfile = Readonly<Record<string, unknown>>;

/** A profile and the profiles that its `source_profile` leads to. The last one has the credentials. */
export type CliProfileSearch =
  | { readonly state: "absent" | "broken" | "no-profiles"; readonly name?: string | undefined }
  | { readonly state: "missing"; readonly name: string; readonly namedBy?: string }
  | { readonly state: "circle"; readonly name: string }
  | { readonly state: "found"; readonly chain: readonly [CliProfile, ...CliProfile[]] };

/** Finds a profile; without a name the current one. Does not throw: an error could repeat the secrets in the file. */
export async function findCliProfile(name: string | undefined): Promise<CliProfileSearch> {
  let content: string;
  try {
    content = await readFile(join(homedir(), ".aliyun", "config.json"), "utf8");
  } catch {
    return { state: "absent", name };
  }
  let configuration: unknown;
  try {
    configuration = JSON.parse(content);
  } catch {
    return { state: "broken" };
  }
  if (!isObject(configuration)) return { state: "broken" };
  const { current, profiles } = configuration;
  const known = (Array.isArray(profiles) ? (profiles as unknown[]) : []).filter(isObject);
  const wanted = name ?? (process.env["ALIBABA_CLOUD_PROFILE"] || current);
  if (known.length === 0 || typeof wanted !== "string") return { state: "no-profiles" };
  return follow(wanted, known);
}

function follow(first: string, known: readonly CliProfile[]): CliProfileSearch {
  const chain: CliProfile[] = [];
  let name = first;
  for (;;) {
    if (chain.some((profile) => profile["name"] === name)) return { state: "circle", name };
    const profile = known.find((candidate) => candidate["name"] === name);
    if (profile === undefined) {
      const namedBy = nameOf(chain.at(-1));
      return { state: "missing", name, ...(namedBy !== undefined && { namedBy }) };
    }
    chain.push(profile);
    const source = profile["source_profile"];
    if (profile["mode"] !== "ChainableRamRoleArn" || typeof source !== "string")
      return { state: "found", chain: chain as [CliProfile, ...CliProfile[]] };
    name = source;
  }
}

/** The name of a profile; undefined if it has none. */
export function nameOf(profile: CliProfile | undefined): string | undefined {
  const name = profile?.["name"];
  return typeof name === "string" ? name : undefined;
}

/** A setting of a profile; undefined if it is absent, empty or not text. */
export function textIn(profile: CliProfile, setting: string): string | undefined {
  const value = profile[setting];
  return typeof value === "string" && value !== "" ? value : undefined;
}
