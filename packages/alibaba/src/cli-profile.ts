import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { isObject } from "./answer.ts";
import { isList } from "@crosstag/core/internal";

/** A profile of `~/.aliyun/config.json`. Contains secrets. */
export interface CliProfile extends Readonly<Record<string, unknown>> {
  /** The name of the profile. */
  readonly name: string;
}

/** A profile, found together with the profiles that its `source_profile` leads to. */
export type CliProfileSearch =
  | { readonly state: "absent" | "broken" | "no-profiles"; readonly name?: string | undefined }
  | { readonly state: "missing"; readonly name: string; readonly namedBy?: string }
  | { readonly state: "circle"; readonly name: string }
  | {
      readonly state: "found";
      /** The name of the profile. */
      readonly name: string;
      /** The profiles that name a `source_profile`: each assumes a role with the credentials of the next. */
      readonly roles: readonly CliProfile[];
      /** The profile with the credentials. */
      readonly source: CliProfile;
    };

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
  const known = (isList(profiles) ? profiles : []).filter(isObject);
  const wanted = name ?? (process.env["ALIBABA_CLOUD_PROFILE"] || current);
  if (known.length === 0 || typeof wanted !== "string") return { state: "no-profiles" };
  return follow(wanted, known.filter(isProfile));
}

function isProfile(value: Readonly<Record<string, unknown>>): value is CliProfile {
  return typeof value["name"] === "string";
}

function follow(first: string, known: readonly CliProfile[]): CliProfileSearch {
  const roles: CliProfile[] = [];
  let name = first;
  for (;;) {
    if (roles.some((profile) => profile.name === name)) return { state: "circle", name };
    const profile = known.find((candidate) => candidate.name === name);
    if (profile === undefined) {
      const namedBy = roles.at(-1)?.name;
      return { state: "missing", name, ...(namedBy !== undefined && { namedBy }) };
    }
    const next = profile["source_profile"];
    if (profile["mode"] !== "ChainableRamRoleArn" || typeof next !== "string")
      return { state: "found", name: first, roles, source: profile };
    roles.push(profile);
    name = next;
  }
}

/** A setting of a profile; undefined if it is absent, empty or not text. */
export function textIn(profile: CliProfile, setting: string): string | undefined {
  const value = profile[setting];
  return typeof value === "string" && value !== "" ? value : undefined;
}
