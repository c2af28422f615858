import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fieldsOf } from "@crosstag/core/internal";
import { makeFolders } from "@crosstag/core/node";
import { unwritableFile } from "../../output/write-private-file.ts";
import { UsageError } from "../../usage-error.ts";

/** As the system makes folders; the mask of the process takes rights away. */
const MODE = 0o777;

/**
 * Writes files to a folder that does not exist yet.
 * @param path the full path of the folder
 * @param files the texts by path in the folder
 * @param name as it was given on the command line
 * @throws UsageError if the folder exists or cannot be written
 */
export async function writeNewFolder(
  path: string,
  files: Readonly<Record<string, string>>,
  name: string,
): Promise<void> {
  try {
    await makeFolders(dirname(path), MODE);
    // Fails if there is one: nothing in it is overwritten.
    await mkdir(path);
    for (const [file, text] of Object.entries(files)) {
      await makeFolders(dirname(join(path, file)), MODE);
      await writeFile(join(path, file), text, { flag: "wx" });
    }
  } catch (error) {
    if (fieldsOf(error)["code"] !== "EEXIST") throw unwritableFile(name, error);
    throw new UsageError(`${JSON.stringify(name)} already exists.`, "Name another folder: --out <folder>");
  }
}
