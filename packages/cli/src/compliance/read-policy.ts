import { parsePolicy, parseWaivers } from "@crosstag/config/policy";
import { compileWaivers, type CompiledWaivers, type Policy } from "@crosstag/compliance";
import { readConfiguration, type ReadingInvocation } from "../configuration/read-configuration.ts";
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
  return parsePolicy(
    await readTextOrStart(path, invocation.context, EXAMPLE),
    nameOf(path),
    await knownProviders(invocation),
  );
}

/** Reads waivers as of today, and warns of expired ones. */
export async function readWaivers(
  path: string | undefined,
  invocation: ReadingInvocation,
): Promise<CompiledWaivers | undefined> {
  if (path === undefined) return undefined;
  const { context, messages } = invocation;
  const text = await readText(path, context);
  const waivers = compileWaivers(parseWaivers(text, nameOf(path), await knownProviders(invocation)), context.now());
  for (const { id, owner, expires } of waivers.expired)
    messages.warn(`The waiver ${JSON.stringify(id)} of ${owner} expired on ${expires}; its findings fail again.`);
  return waivers;
}

async function knownProviders(invocation: ReadingInvocation): Promise<{ readonly providers: readonly string[] }> {
  const { registry } = await readConfiguration(invocation);
  return { providers: registry.registrations.map(({ provider }) => provider) };
}

function nameOf(path: string): string {
  return path === "-" ? "standard input" : path;
}
