import { writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { makeFolders } from "@crosstag/core/node";
import type { WrittenFile } from "../../command-options/written-files.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import type { Invocation } from "../../invocation.ts";
import { writeNewFile } from "../../output/write-new-file.ts";
import { quoteForShell } from "../../output/quote-for-shell.ts";
import { unwritableFile } from "../../output/write-private-file.ts";
import { jsonSchemaOf } from "../schema/json-schema-of.ts";
import { STARTERS } from "./starters.ts";

/** The folder of the schemas, beside the files that name them. They are generated, and may be deleted. */
const SCHEMA_FOLDER = ".crosstag";

/**
 * Writes a file to start with, and its JSON Schema, which editors find by the first line of the file.
 * @param out the name of the file; undefined: the name that commands look for
 * @throws UsageError if the file exists or cannot be written
 */
export async function writeStarter(
  file: WrittenFile,
  out: string | undefined,
  { context, messages }: Pick<Invocation, "context" | "messages">,
): Promise<void> {
  const { name, schema, text, next } = STARTERS[file];
  const given = out ?? name;
  const path = resolvePath(given, context);
  const schemaPath = join(dirname(path), SCHEMA_FOLDER, schema);
  const address = relative(dirname(path), schemaPath).replaceAll("\\", "/");
  await writeNewFile(path, `# yaml-language-server: $schema=${address}\n${text(context.environment)}`, given);
  try {
    await makeFolders(dirname(schemaPath), 0o777);
    await writeFile(schemaPath, jsonSchemaOf(file));
  } catch (error) {
    throw unwritableFile(schemaPath, error);
  }
  messages.info(`Written: ${given}, and ${address} for editors.`);
  messages.info(next(given === name ? undefined : quoteForShell(given)));
}
