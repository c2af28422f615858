import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { readText } from "./read-text.ts";

/** References from the command line, then those of a file. */
export async function readResources(
  operands: readonly string[],
  file: string | undefined,
  context: CommandContext,
): Promise<readonly string[]> {
  return file === undefined ? operands : [...operands, ...parseResourceList(await readText(file, context), file)];
}

/**
 * One reference a line, with empty lines and lines that begin with `#` left out; or JSON lines with a `reference`,
 * as `list --output jsonl` writes them; or one JSON list.
 */
export function parseResourceList(text: string, name: string): readonly string[] {
  if (text.trimStart().startsWith("[")) {
    const list = parseJson(text, `The file ${JSON.stringify(name)}`);
    return (list as unknown[]).map((item, position) =>
      referenceOf(item, `Item ${position} of ${JSON.stringify(name)}`),
    );
  }
  return text.split(/\r?\n/).flatMap((rawLine, index) => {
    const line = rawLine.trim();
    const where = `Line ${index + 1} of ${JSON.stringify(name)}`;
    if (line === "" || line.startsWith("#")) return [];
    return [line.startsWith("{") ? referenceOf(parseJson(line, where), where) : line];
  });
}

function referenceOf(item: unknown, where: string): string {
  if (typeof item === "string") return item;
  const reference = (item as { reference?: unknown } | null)?.reference;
  if (typeof reference === "string") return reference;
  throw new UsageError(
    `${where} is no reference.`,
    'Give a text, or an object with a "reference", as `crosstag list --output jsonl` writes them.',
  );
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${where} is not JSON.`);
  }
}

/** The same, for commands that would otherwise do nothing. */
export async function requireResources(
  operands: readonly string[],
  file: string | undefined,
  context: CommandContext,
): Promise<readonly string[]> {
  const resources = await readResources(operands, file, context);
  if (resources.length === 0)
    throw new UsageError("No resource was given.", "Name at least one, or give --resources with a file that does.");
  return resources;
}
