import { parseMapping } from "@crosstag/config/mapping";
import { readCsvHeader } from "@crosstag/config/tables";
import { dirname, isAbsolute, join } from "node:path";
import { CrosstagError } from "@crosstag/core";
import type { Mapping, ResourcePair } from "@crosstag/migration";
import type { CommandContext } from "../command-context.ts";
import { csvRows } from "../input/csv-rows.ts";
import { readText } from "../input/read-text.ts";
import { readTextOrStart } from "../input/read-text-or-start.ts";

const WITHOUT_MAPPING = ["It says how tags are copied. To write one: crosstag init mapping"];

/**
 * Reads a mapping, including the pairs of its CSV file.
 * @throws CrosstagError `configuration` with every problem, each with file and line
 */
export async function readMapping(path: string, context: CommandContext): Promise<Mapping> {
  const text = await readTextOrStart(path, context, WITHOUT_MAPPING);
  const { mapping, pairsFile } = parseMapping(text, path === "-" ? "standard input" : path);
  if (pairsFile === undefined) return mapping;
  const { name } = pairsFile;
  const file = isAbsolute(name) || path === "-" ? name : join(dirname(path), name);
  const pairs = parsePairs(await readText(file, context), file);
  return { ...mapping, match: { ...mapping.match, pairs: [...(mapping.match?.pairs ?? []), ...pairs] } };
}

/** Reads the columns `from` and `to` of a CSV text; other columns are ignored. */
export function parsePairs(given: string, name: string): readonly ResourcePair[] {
  const text = given.replace(/^\uFEFF/, "");
  const header = readCsvHeader(text, `${name}.csv`);
  if (header === undefined) throw refuse(`${name}: The file has no pairs.`);
  const pairs: ResourcePair[] = [];
  let columns: readonly string[] | undefined;
  for (const { cells, line } of csvRows(text, header, name)) {
    if (columns === undefined) {
      columns = cells.map((cell) => cell.trim().toLowerCase());
      if (columns.includes("from") && columns.includes("to")) continue;
      throw refuse(`${name}:${line}: The first line must name the columns from and to.`);
    }
    if (cells.every((cell) => cell.trim() === "")) continue;
    const [from = "", to = ""] = [cells[columns.indexOf("from")]?.trim(), cells[columns.indexOf("to")]?.trim()];
    if (from === "" || to === "") throw refuse(`${name}:${line}: A pair needs both from and to.`);
    pairs.push({ from, to });
  }
  return pairs;
}

function refuse(problem: string): CrosstagError {
  return new CrosstagError({ code: "configuration", message: problem });
}
