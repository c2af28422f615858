import { existsSync } from "node:fs";
import { looksLikeReference } from "@crosstag/config/tables";
import type { CommandContext } from "../command-context.ts";
import { quoteForShell } from "../output/quote-for-shell.ts";
import { UsageError } from "../usage-error.ts";
import { resolvePath } from "./resolve-path.ts";

/** Names of files that hold references. */
const FILE = /\.(?:txt|csv|tsv|json|jsonl|ya?ml)$/i;

/**
 * Refuses what is given in the place of a reference, if its meaning is known: the name of a file, or a tag.
 * @throws UsageError that says what to type
 */
export function refuseSlips(operands: readonly string[], context: CommandContext): void {
  for (const operand of operands) {
    if (looksLikeReference(operand)) continue;
    if (FILE.test(operand) && existsSync(resolvePath(operand, context)))
      throw new UsageError(
        `${JSON.stringify(operand)} is a file, not a reference.`,
        `To read references from it: --resources ${quoteForShell(operand)}`,
      );
    if (operand.includes("="))
      throw new UsageError(
        `${JSON.stringify(operand)} is a tag, not a reference.`,
        `To select resources by it: --filter ${quoteForShell(operand)}`,
      );
  }
}
