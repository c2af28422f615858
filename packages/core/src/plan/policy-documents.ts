import { isList, isMap, jsonOf } from "../text/json-of.ts";

/** Deeper than any tool of a cloud wraps a policy; a document made to exhaust the stack is not followed. */
const MOST_LEVELS = 64;

/**
 * The policy documents in what a cloud's tools print: a document itself, `{"Policy": "<JSON text>"}`, `PolicyVersion.Document`,
 * `DefaultPolicyVersion.PolicyDocument`, IAM's URL-encoded texts, lists of any of these. A document is what has a
 * `Statement` or a `statement`; empty if none was found.
 */
export function policyDocuments(given: unknown): readonly Readonly<Record<string, unknown>>[] {
  const found: Readonly<Record<string, unknown>>[] = [];
  const look = (value: unknown, level: number): void => {
    if (level > MOST_LEVELS) return;
    if (typeof value === "string") look(wrappedJson(value), level + 1);
    else if (isList(value)) for (const item of value) look(item, level + 1);
    else if (isDocument(value)) found.push(value);
    else if (isMap(value)) for (const inner of Object.values(value)) look(inner, level + 1);
  };
  look(given, 0);
  return found;
}

function isDocument(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isMap(value)) return false;
  const { Statement, statement = Statement } = value;
  return isMap(statement) || (Array.isArray(statement) && statement.every(isMap));
}

/** A JSON object, list or text in a text, perhaps URL-encoded; anything else is a text like any other. */
function wrappedJson(text: string): unknown {
  const content = text.replace(/^\uFEFF/, "").trim();
  if (/^[{["]/.test(content)) return jsonOf(content);
  if (!/^%7b|^%5b/i.test(content)) return undefined;
  try {
    return jsonOf(decodeURIComponent(content.replaceAll("+", "%20")));
  } catch {
    return undefined;
  }
}
