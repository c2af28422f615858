import { open, realpath, stat, type FileHandle } from "node:fs/promises";
import { fieldsOf } from "@crosstag/core/internal";
import { UsageError } from "../usage-error.ts";
import { unwritableFile } from "./write-private-file.ts";

/** What a command writes, and what it may be written over. */
export interface FileKind {
  /** `an inventory`. */
  readonly what: string;
  /** `crosstag export`. */
  readonly command: string;
  /** Whether a file, which is not empty, is one. */
  readonly isOne: (file: FileHandle) => Promise<boolean>;
  /** Whether it is written into pipes and devices, too. Default: these are refused. */
  readonly intoOthers?: true;
}

/**
 * The path of a file that may be written: a new one, an empty one or an earlier one of its kind. Anything else is not
 * replaced, as by `plan --out`. The file itself if the path is a link to it.
 * @param name as it was given on the command line
 * @throws UsageError if there is something else
 */
export async function replaceableFile(path: string, name: string, kind: FileKind): Promise<string> {
  let file: FileHandle | undefined;
  try {
    // Not opened first: a named pipe that no program writes to would be waited for.
    const found = await stat(path);
    if (found.isDirectory()) throw unwritableFile(name, { code: "EISDIR" });
    if (!found.isFile()) {
      if (kind.intoOthers) return path;
      throw notReplaced(name, "is not a file", kind);
    }
    file = await open(path, "r");
    if (found.size > 0 && !(await kind.isOne(file))) throw notReplaced(name, `is not ${kind.what}`, kind);
    return await realpath(path);
  } catch (error) {
    if (fieldsOf(error)["code"] === "ENOENT") return path;
    throw error instanceof UsageError ? error : unwritableFile(name, error);
  } finally {
    await file?.close();
  }
}

function notReplaced(name: string, why: string, { command }: FileKind): UsageError {
  return new UsageError(
    `${JSON.stringify(name)} ${why}, so \`${command}\` does not replace it.`,
    "Name another file, or remove this one.",
  );
}
