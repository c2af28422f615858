import type { CommandContext } from "../command-context.ts";
import type { ListedReference } from "./listed-reference.ts";
import { parseResourceList } from "./parse-resource-list.ts";
import { readText } from "./read-text.ts";

/** The references of a file, or of standard input (`-`), which can be read only once. */
export async function readSelectionFile(name: string, context: CommandContext): Promise<readonly ListedReference[]> {
  return parseResourceList(await readText(name, context), name);
}
