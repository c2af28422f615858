import { join } from "node:path";
import type { CommandContext } from "../command-context.ts";
import { stateFolder } from "./state-folder.ts";

/** The file with the evidence of deletions. One for all: each record is chained to the one before, so that a missing one breaks the chain. */
export function evidencePath(context: CommandContext): string {
  return join(stateFolder(context, "evidence"), "delete-key-material.jsonl");
}
