import { open, realpath, stat, type FileHandle } from "node:fs/promises";
import { fieldsOf, isMap, jsonOf } from "@crosstag/core/internal";
import { unwritableFile } from "../../output/write-private-file.ts";
import { UsageError } from "../../usage-error.ts";

/** The first line of an inventory is shorter, except for a resource with many long tags. */
const BEGINNING_BYTES = 256 * 1024;

/**
 * The path of a file that an inventory may be written to: a new one, an empty one or an earlier inventory. Anything else is not
 * replaced, as by `plan --out`. The file itself if the path is a link to it.
 * @param name as it was given on the command line
 * @throws UsageError if there is something else
 */
export async function replaceableFile(path: string, name: string): Promise<string> {
  let file: FileHandle | undefined;
  try {
    // Not opened first: a named pipe that no program writes to would be waited for.
    const found = await stat(path);
    if (found.isDirectory()) throw unwritableFile(name, { code: "EISDIR" });
    if (!found.isFile()) throw notReplaced(name, "is not a file");
    file = await open(path, "r");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
    if (bytesRead > 0 && !isInventory(buffer.subarray(0, bytesRead))) throw notReplaced(name, "is not an inventory");
    return await realpath(path);
  } catch (error) {
    if (fieldsOf(error)["code"] === "ENOENT") return path;
    throw error instanceof UsageError ? error : unwritableFile(name, error);
  } finally {
    await file?.close();
  }
}

function isInventory(bytes: Uint8Array): boolean {
  // Spreadsheet programs save as UTF-16, too.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  const lines = new TextDecoder(encoding).decode(bytes).split(/\r?\n/);
  const first = (/^sep=/i.test(lines[0] ?? "") ? lines[1] : lines[0]) ?? "";
  const record = jsonOf(first);
  if (isMap(record)) return typeof record["provider"] === "string" && typeof record["reference"] === "string";
  const columns = new Set(first.split(/[,;\t]/).map((cell) => cell.replaceAll('"', "").trim().toLowerCase()));
  return columns.has("reference") && columns.has("tag_key");
}

function notReplaced(name: string, why: string): UsageError {
  return new UsageError(
    `${JSON.stringify(name)} ${why}, so \`crosstag export\` does not replace it.`,
    "Name another file, or remove this one.",
  );
}
