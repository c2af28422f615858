import type { FileHandle } from "node:fs/promises";
import { parseMapping } from "@crosstag/config/mapping";
import { CrosstagError } from "@crosstag/core";
import type { FileKind } from "../output/replaceable-file.ts";

/** A mapping as a file that a command writes. */
export function mappingFile(command: string): FileKind {
  return { what: "a mapping", command, isOne: isMapping, intoOthers: true };
}

async function isMapping(file: FileHandle): Promise<boolean> {
  try {
    parseMapping(await file.readFile("utf8"), "mapping");
    return true;
  } catch (error) {
    if (CrosstagError.is(error)) return false;
    throw error;
  }
}
