import type { Messages } from "./messages.ts";

/**
 * Reports that a plan was written to a file, and what to type to apply it.
 * @param file the file as it was named; undefined if no file was asked for, so that nothing is reported
 * @param purpose why the plan is applied
 */
export function reportPlanFile(file: string | undefined, messages: Messages, purpose = "To apply it"): void {
  if (file !== undefined) messages.info(`Written to ${file}. ${purpose}: crosstag apply ${file}`);
}
