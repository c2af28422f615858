import { CrosstagError, type Tag } from "@crosstag/core";
import { LineCounter, parseDocument } from "yaml";

const KEY_NAMES = ["Key", "TagKey", "key"];
const VALUE_NAMES = ["Value", "TagValue", "value"];
const FORMS = 'Write {"team":"payments"}, or [{"Key":"team","Value":"payments"}].';

/**
 * Parses tags in JSON or YAML: a map, or a list of `{ Key, Value }` (or `{ TagKey, TagValue }`, `{ key, value }`). Returns
 * them in order, with duplicates of a list. Nothing is changed: a value that is not a text is refused.
 * @param title the subject of messages, for example `The file "tags.yaml"`
 * @throws CrosstagError `configuration` with the first problem. The message repeats keys, not values
 */
export function parseTagDocument(text: string, title: string): readonly Tag[] {
  const content = contentOf(text, title);
  if (content instanceof Map)
    return [...content].map(([key, value], position) => tagOf(key, value, `${title}, tag ${position + 1}`));
  if (Array.isArray(content)) {
    return content.map((item: unknown, position) => {
      const at = `${title}, tag ${position + 1}`;
      if (!(item instanceof Map) || item.size !== 2)
        throw refused(`${at} must have a Key and a Value, and nothing else.`, FORMS);
      const first = (names: readonly string[]) =>
        names.map((name): unknown => item.get(name)).find((part) => part !== undefined);
      return tagOf(first(KEY_NAMES), first(VALUE_NAMES), at);
    });
  }
  throw refused(`${title} must hold a map of tags, or a list of them.`, FORMS);
}

/** YAML reads JSON, too, and, unlike `JSON.parse`, notices a key that is there twice. */
function contentOf(text: string, title: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [problem] = document.errors;
  if (problem === undefined) return document.toJS({ mapAsMap: true });
  const { line, col } = lineCounter.linePos(problem.pos[0]);
  const what = problem.code === "DUPLICATE_KEY" ? "has a key twice" : "is neither JSON nor YAML";
  throw refused(`${title} ${what} (line ${line}, column ${col}).`);
}

function tagOf(key: unknown, value: unknown, where: string): Tag {
  if (typeof key !== "string") throw refused(`${where}: the key is not a text.`, "Put it in quotes.");
  if (typeof value === "string") return { key, value };
  const type = value === null || value === undefined ? "empty" : `a ${typeof value}`;
  throw refused(
    `${where}: the value of ${JSON.stringify(key)} is ${type}, not a text.`,
    'Put it in quotes, so that 1.10 stays "1.10"; an empty value is "".',
  );
}

function refused(message: string, hint?: string): CrosstagError {
  return new CrosstagError({ code: "configuration", message, ...(hint !== undefined && { hint }) });
}
