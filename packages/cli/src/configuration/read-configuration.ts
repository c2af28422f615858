import { dirname } from "node:path";
import { registerAdapters, type AdapterRegistry, type CrosstagConfiguration } from "@crosstag/clouds";
import { defaultAdapterRegistry } from "@crosstag/clouds/registry";
import { currentUser, findConfigurationFile } from "@crosstag/config/find";
import type { CommandContext } from "../command-context.ts";
import { readText } from "../input/read-text.ts";
import { resolvePath } from "../input/resolve-path.ts";
import type { Invocation } from "../invocation.ts";
import type { Messages } from "../output/messages.ts";

/** The configuration file of a command, if there is one, and the adapters that the command can use. */
export interface CommandConfiguration {
  readonly file?: { readonly path: string; readonly configuration: CrosstagConfiguration };
  /** The adapters of the program and of the configuration file. */
  readonly registry: AdapterRegistry;
}

/** The parts of an invocation that reading its configuration needs. */
export type ReadingInvocation = Pick<Invocation, "context" | "globals" | "messages">;

/** By the messages, of which each command has its own: a file that is standard input can be read once only. */
const known = new WeakMap<Messages, Promise<CommandConfiguration>>();

/** Reads the configuration file of a command, once for each command. */
export function readConfiguration({ context, globals, messages }: ReadingInvocation): Promise<CommandConfiguration> {
  let reading = known.get(messages);
  if (reading === undefined) known.set(messages, (reading = readFile(globals.config, context)));
  return reading;
}

/** The adapters of the program, without the ones that a configuration file names. */
export function programRegistry({ registry }: CommandContext): AdapterRegistry {
  return registry ?? defaultAdapterRegistry();
}

async function readFile(name: string | undefined, context: CommandContext): Promise<CommandConfiguration> {
  const registry = programRegistry(context);
  const path = name ?? (await findConfigurationFile(context.workingDirectory, currentUser(context.environment)));
  if (path === undefined) return { registry };
  const text = await readText(path, context);
  // Loaded on demand: without a file, neither YAML nor its schema is needed.
  const { parseConfiguration, withPathsFrom } = await import("@crosstag/config");
  const fullPath = resolvePath(path.replace(/^@/, ""), context);
  const folder = dirname(fullPath);
  const configuration = withPathsFrom(folder, parseConfiguration(text, path));
  const withAdapters = await registerAdapters(registry, configuration, folder, isInput(path) ? undefined : fullPath);
  return { file: { path, configuration }, registry: withAdapters };
}

/** As for `readText`. A file with this name is another one. */
function isInput(path: string): boolean {
  return path === "-" || path === "@-";
}
