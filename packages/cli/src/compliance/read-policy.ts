import { parsePolicy, parseWaivers } from "@crosstag/config/policy";
import { compileWaivers, type CompiledWaivers, type Policy } from "@crosstag/compliance";
import type { CommandContext } from "../command-context.ts";
import { readKnownClouds } from "../configuration/known-clouds.ts";
import type { ReadingInvocation } from "../configuration/read-configuration.ts";
import { readTextOrStart } from "../input/read-text-or-start.ts";
import { readText } from "../input/read-text.ts";

const EXAMPLE = [
  "To start, run `crosstag init policy`, or write a file like this one, which requires two tags on each key:",
  "",
  "  version: 1",
  "  rules:",
  "    - id: required-tags",
  "      scope: { kinds: [key] }",
  "      required: [team, owner]",
  "",
];

/**
 * @throws CrosstagError `configuration` with every problem, each with file, line and column; UsageError if there is no
 *   such file, with one to start with
 */
export async function readPolicy(path: string, invocation: ReadingInvocation): Promise<Policy> {
  return parsePolicyText(await readPolicyText(path, invocation.context), nameOf(path), invocation);
}

/** @throws UsageError if there is no such file, with one to start with */
export function readPolicyText(path: string, context: CommandContext): Promise<string> {
  return readTextOrStart(path, context, EXAMPLE);
}

/** @throws CrosstagError `configuration` with every problem, each with file, line and column */
export async function parsePolicyText(text: string, fileName: string, invocation: ReadingInvocation): Promise<Policy> {
  return parsePolicy(text, fileName, { knownClouds: await readKnownClouds(invocation) });
}

/** Reads waivers as of today, and warns of expired ones. */
export async function readWaivers(
  path: string | undefined,
  invocation: ReadingInvocation,
): Promise<CompiledWaivers | undefined> {
  if (path === undefined) return undefined;
  return parseWaiversText(await readText(path, invocation.context), nameOf(path), invocation);
}

/** As `readWaivers`, for a text that was read before. */
export async function parseWaiversText(
  text: string,
  fileName: string,
  invocation: ReadingInvocation,
): Promise<CompiledWaivers> {
  const { context, messages } = invocation;
  const knownClouds = await readKnownClouds(invocation);
  const waivers = compileWaivers(parseWaivers(text, fileName, { knownClouds }), context.now());
  for (const { id, owner, expires } of waivers.expired)
    messages.warn(`The waiver ${JSON.stringify(id)} of ${owner} expired on ${expires}; its findings fail again.`);
  return waivers;
}

function nameOf(path: string): string {
  return path === "-" ? "standard input" : path;
}
