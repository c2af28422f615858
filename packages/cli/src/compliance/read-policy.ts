import { compileWaivers, type CompiledWaivers, type Policy } from "@crosstag/compliance";
import type { CommandContext } from "../command-context.ts";
import { readText } from "../input/read-text.ts";
import type { Messages } from "../output/messages.ts";
import { parsePolicy } from "./parse-policy.ts";
import { parseWaivers } from "./parse-waivers.ts";

export const POLICY_FILE = "crosstag-policy.yaml";

/** @throws CrosstagError `configuration` with every problem, each with file, line and column */
export async function readPolicy(path: string, context: CommandContext): Promise<Policy> {
  return parsePolicy(await readText(path, context), nameOf(path));
}

/** Reads waivers as of today, and warns of expired ones. */
export async function readWaivers(
  path: string | undefined,
  context: CommandContext,
  messages: Messages,
): Promise<CompiledWaivers | undefined> {
  if (path === undefined) return undefined;
  const waivers = compileWaivers(parseWaivers(await readText(path, context), nameOf(path)), context.now());
  for (const { id, owner, expires } of waivers.expired)
    messages.warn(`The waiver ${JSON.stringify(id)} of ${owner} expired on ${expires}; its findings fail again.`);
  return waivers;
}

function nameOf(path: string): string {
  return path === "-" ? "standard input" : path;
}
