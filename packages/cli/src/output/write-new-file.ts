import { writeFile } from "node:fs/promises";
import { fieldsOf } from "@crosstag/core/internal";
import { UsageError } from "../usage-error.ts";
import { unwritableFile } from "./write-private-file.ts";

/**
 * Writes a file that does not exist yet.
 * @param path the full path
 * @param name as it was given on the command line
 * @throws UsageError if the file exists or cannot be written
 */
export async function writeNewFile(path: string, text: string, name: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    if (fieldsOf(error)["code"] !== "EEXIST") throw unwritableFile(name, error);
    throw new UsageError(`The file ${JSON.stringify(name)} already exists.`, "Name another file, or remove this one.");
  }
}
