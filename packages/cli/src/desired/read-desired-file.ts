import type { DesiredState } from "@crosstag/core";
import type { CommandContext } from "../command-context.ts";
import { readTextOrStart } from "../input/read-text-or-start.ts";
import { UsageError } from "../usage-error.ts";
import { parseDesiredState, type DesiredStatePath } from "@crosstag/config/desired-state";
import { isTagTable, parseTagTable, type TagTable } from "@crosstag/config/tables";
import { isMap, jsonOf } from "@crosstag/core/internal";
import { DESIRED_STATE_FILE } from "./desired-state-file.ts";
import { readSelections } from "./read-selections.ts";

const EXAMPLE = [
  "",
  "  version: 1",
  "  statements:",
  "    - select: { kinds: [key], tags: { team: false } }",
  "      set: { team: payments }",
  "",
];

/** The tags that resources should have, as a file has them. */
export type DesiredFile =
  | {
      readonly state: DesiredState;
      /** `file:line:column` of a path; `file:line` of a reference that comes from a selection file. */
      readonly locate: (path: DesiredStatePath) => string;
    }
  | {
      readonly table: TagTable;
      /** The name of the file in messages. */
      readonly fileName: string;
    };

/**
 * The user's file: a desired state with the references of its selection files in place, or a table.
 * @param path relative to the working directory; `-`: standard input
 * @throws CrosstagError `configuration` with every problem, each with file and line
 */
export async function readDesiredFile(path: string, context: CommandContext): Promise<DesiredFile> {
  const text = await readTextOrStart(path, context, howToStart(path));
  const fileName = path === "-" ? "standard input" : path;
  if (text.startsWith('{"schema":"crosstag-plan/'))
    throw new UsageError(`${JSON.stringify(path)} is a plan already.`, `To show it: crosstag plan ${path}`);
  if (isInventory(text))
    throw new UsageError(
      `${JSON.stringify(path)} is an inventory in JSON lines, and tags are planned from CSV or YAML.`,
      "Write the inventory as CSV: crosstag export --format csv",
    );
  if (isTagTable(text, fileName)) return { table: parseTagTable(text, fileName), fileName };
  return readSelections(parseDesiredState(text, fileName), path, context);
}

/** Lines that say how to get a file of this name. */
function howToStart(path: string): readonly string[] {
  if (/\.csv$/i.test(path)) return [`To write the tags that resources have now: crosstag export --out ${path}`];
  const command = `crosstag init tags${path === DESIRED_STATE_FILE ? "" : ` --out ${path}`}`;
  return [
    `To start, run \`${command}\`, or write a file like this one. It changes nothing until a plan is made from it and applied:`,
    ...EXAMPLE,
  ];
}

function isInventory(text: string): boolean {
  const [first = ""] = text.split("\n", 1);
  const record = first.startsWith("{") ? jsonOf(first) : undefined;
  return isMap(record) && "reference" in record && ("tags" in record || "error" in record);
}
