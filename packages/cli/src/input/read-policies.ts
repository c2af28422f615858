import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { readText } from "./read-text.ts";

/** Policy documents in files, one or a JSON list of them in each. */
export async function readPolicies(files: readonly string[], context: CommandContext): Promise<readonly unknown[]> {
  return Promise.all(
    files.map(async (file) => {
      const text = await readText(file, context);
      try {
        const document: unknown = JSON.parse(text);
        if (typeof document === "object" && document !== null) return document;
      } catch {
        // The same complaint as for JSON that is no document.
      }
      throw new UsageError(`${JSON.stringify(file)} is no policy document.`, "Give a file with a policy as JSON.");
    }),
  );
}
