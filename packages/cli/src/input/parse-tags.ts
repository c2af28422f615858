import { CrosstagError, type Tag } from "@crosstag/core";
import { asUsageError } from "../as-usage-error.ts";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { readText } from "./read-text.ts";

const FORMS = 'Write team=payments, Key=team,Value=payments, {"team":"payments"} or @file.yaml.';

/**
 * Tags from the command line, in the order given and with duplicates kept, for the rules to see. Nothing is dropped
 * or changed silently; what cannot be understood is refused.
 */
export async function parseTags(texts: readonly string[], context: CommandContext): Promise<readonly Tag[]> {
  const lists = await Promise.all(
    texts.map(async (text, position) => {
      if (text.startsWith("@"))
        return tagsIn(await readText(text, context), `The file ${JSON.stringify(text.slice(1))}`);
      if (/^\s*[{[]/.test(text)) return tagsIn(text, `Tag ${position + 1}`);
      return [parseTagShorthand(text, position)];
    }),
  );
  return lists.flat();
}

/** `team=payments`, or the form of the clouds' own command lines: `Key=team,Value=payments`. */
export function parseTagShorthand(text: string, position: number): Tag {
  const pair = /^(?:Tag)?Key=(?<key>.*?),(?:Tag)?Value=(?<value>.*)$/su.exec(text)?.groups;
  if (pair !== undefined) return { key: pair["key"] ?? "", value: pair["value"] ?? "" };
  const separator = text.indexOf("=");
  // The text may be a value in the wrong place: it is not repeated.
  if (separator < 0)
    throw new UsageError(`Tag ${position + 1} has no “=” between key and value.`, `${FORMS} An empty value: team=`);
  return { key: text.slice(0, separator), value: text.slice(separator + 1) };
}

/** A problem of a text on the command line, or of a file that it names, is a usage error. */
async function tagsIn(text: string, title: string): Promise<readonly Tag[]> {
  const { parseTagDocument } = await import("@crosstag/config/tags");
  try {
    return parseTagDocument(text, title);
  } catch (error) {
    if (!CrosstagError.is(error)) throw error;
    throw asUsageError(error);
  }
}
