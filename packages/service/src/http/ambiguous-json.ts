/** What JSON has that a parser passes over without a word. */
export interface JsonProblem {
  /** A sentence about the body. */
  readonly problem: string;
  readonly fix: string;
}

/** Deeper than any request, and far from the end of the stack. */
const MOST_DEPTH = 100;
/** Enough of a name to find it. */
const MOST_SHOWN = 128;
const STRUCTURE = /["[\]{}]/g;
const NAME_END = /[ \t\n\r]*:/y;

/**
 * Finds what would be lost if the text were only parsed: a field that is given twice, of which parsers take the last. Nesting
 * that no request needs is a problem, too: what comes later is recursive.
 * @param text is valid JSON
 */
export function findJsonProblem(text: string): JsonProblem | undefined {
  /** The names in each object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = nextStructure(text, 0); at !== -1;) {
    const first = text[at];
    const end = first === '"' ? endOfString(text, at) : at + 1;
    if (first === '"') {
      const problem = isName(text, end) ? addName(open.at(-1), nameIn(text.slice(at, end))) : undefined;
      if (problem !== undefined) return problem;
    } else if (first === "{" || first === "[") {
      open.push(first === "{" ? new Set() : undefined);
      if (open.length > MOST_DEPTH) return tooDeep();
    } else open.pop();
    at = nextStructure(text, end);
  }
  return undefined;
}

function nextStructure(text: string, from: number): number {
  STRUCTURE.lastIndex = from;
  return STRUCTURE.exec(text)?.index ?? -1;
}

/** @returns where the text behind the string begins */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function isName(text: string, end: number): boolean {
  NAME_END.lastIndex = end;
  return NAME_END.test(text);
}

/** @param quoted as it is written: the same name can be written in several ways */
function nameIn(quoted: string): string {
  return quoted.includes("\\") ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

function addName(names: Set<string> | undefined, name: string): JsonProblem | undefined {
  if (names?.has(name) === true)
    return {
      problem: `${JSON.stringify(name.slice(0, MOST_SHOWN))} is given twice in one object.`,
      fix: "Give it once.",
    };
  names?.add(name);
  return undefined;
}

function tooDeep(): JsonProblem {
  return {
    problem: `The body has more than ${MOST_DEPTH} objects and lists inside each other.`,
    fix: "Compare it with /v1/openapi.json.",
  };
}
