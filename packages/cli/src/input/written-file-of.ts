import { WRITTEN_FILES, type WrittenFile } from "../command-options/written-files.ts";

/** The file that an operand names. Default: the configuration. The operand was checked against `WRITTEN_FILES`. */
export function writtenFileOf(operand: string | undefined): WrittenFile {
  return WRITTEN_FILES.find((file) => file === operand) ?? "configuration";
}
