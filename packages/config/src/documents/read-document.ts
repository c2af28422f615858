import { isAlias, isCollection, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from "yaml";
import { problemsError } from "./problems-error.ts";
import { entryAt, offsetOf } from "./entry-at.ts";

/** The content of a YAML or JSON file, with positions. */
export interface ReadDocument {
  /** The document of the library `yaml`. */
  readonly document: Document;
  /** Plain data; an empty map for an empty file. */
  readonly content: unknown;
  /** Returns `file:line:column` of an offset in the text. */
  readonly at: (offset: number) => string;
  /** Returns the offset of a path, or of the nearest existing node around it; with `key`, the offset of that key in it. */
  readonly offset: (path: readonly PropertyKey[], key?: string) => number;
}

/** More than a real file needs. Resolving so many takes only a moment. */
const MOST_ALIASES = 1000;

/** Other YAML tags create values other than texts, numbers, lists and maps, some without keys to check. */
const PLAIN_TAG = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/;

const EXPLANATIONS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "This is not YAML (duplicate key). Each key can occur once.",
  MULTIPLE_DOCS: "A second document begins here. Put everything into one.",
};

/**
 * Parses YAML 1.2 or JSON.
 * @param fileName the name of the file in messages
 * @param title the subject of messages about several problems, for example `The configuration`
 * @throws CrosstagError `configuration` with every problem of the text as YAML, each with line and column
 */
export function readDocument(text: string, fileName: string, title: string): ReadDocument {
  const lineCounter = new LineCounter();
  // A byte order mark would shift the columns of the first line.
  const document = parseDocument(text.replace(/^\uFEFF/, ""), {
    lineCounter,
    prettyErrors: false,
    merge: true,
    logLevel: "error",
  });
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `${fileName}:${line}:${col}`;
  };
  const problems = [
    ...document.errors.map(({ pos, code }) => ({
      offset: pos[0],
      problem: EXPLANATIONS[code] ?? `This is not YAML (${code.toLowerCase().replaceAll("_", " ")}).`,
    })),
    ...(document.errors.length === 0 ? trapsIn(document) : []),
  ];
  if (problems.length > 0) throw problemsError(title, problems, at);
  return {
    document,
    content: contentOf(document, title, at),
    at,
    offset: (path, key) => offsetIn(document, path, key),
  };
}

function contentOf(document: Document, title: string, at: (offset: number) => string): unknown {
  try {
    const content: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return content ?? {};
  } catch {
    const problem = `The aliases of this file come to more than ${MOST_ALIASES}, or one contains itself.`;
    throw problemsError(title, [{ offset: 0, problem }], at);
  }
}

/** Problems that the library finds only when it creates plain data, without a place, or not at all. */
function trapsIn(document: Document): readonly { readonly offset: number; readonly problem: string }[] {
  const traps: { offset: number; problem: string }[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        if (!anchors.has(node.source))
          traps.push({ offset: offsetOf(node) ?? 0, problem: "This alias has no anchor before it." });
        return;
      }
      if (node.anchor !== undefined) anchors.add(node.anchor);
      if ((isScalar(node) || isCollection(node)) && node.tag !== undefined && !PLAIN_TAG.test(node.tag))
        traps.push({ offset: offsetOf(node) ?? 0, problem: "A YAML tag (!) has no meaning here. Remove it." });
    },
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || typeof key.value !== "symbol") return;
      const sources = isSeq(value) ? value.items : [value];
      if (!sources.every((source) => isAlias(source) || isMap(source)))
        traps.push({
          offset: offsetOf(key) ?? 0,
          problem: "A merge key (<<) needs an alias of a map, or a list of them.",
        });
    },
  });
  return traps;
}

function offsetIn(document: Document, path: readonly PropertyKey[], key?: string): number {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const segment of path) {
    const entry = entryAt(document, node, segment);
    if (entry === undefined) return offset;
    node = entry.value;
    offset = offsetOf(node) ?? offsetOf(entry.key) ?? offset;
  }
  return key === undefined ? offset : (offsetOf(entryAt(document, node, key)?.key) ?? offset);
}
