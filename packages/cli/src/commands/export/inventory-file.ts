import type { FileHandle } from "node:fs/promises";
import { isMap, jsonOf } from "@crosstag/core/internal";
import type { FileKind } from "../../output/replaceable-file.ts";

/** The first line of an inventory is shorter, except for a resource with many long tags. */
const BEGINNING_BYTES = 256 * 1024;

/** What `crosstag export` writes. */
export const INVENTORY_FILE: FileKind = { what: "an inventory", command: "crosstag export", isOne: isInventory };

async function isInventory(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
  const bytes = buffer.subarray(0, bytesRead);
  // Spreadsheet programs save as UTF-16, too.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  const lines = new TextDecoder(encoding).decode(bytes).split(/\r?\n/);
  const first = (/^sep=/i.test(lines[0] ?? "") ? lines[1] : lines[0]) ?? "";
  const record = jsonOf(first);
  if (isMap(record)) return typeof record["provider"] === "string" && typeof record["reference"] === "string";
  const columns = new Set(first.split(/[,;\t]/).map((cell) => cell.replaceAll('"', "").trim().toLowerCase()));
  return columns.has("reference") && columns.has("tag_key");
}
