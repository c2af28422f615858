import { parseSync, Visitor } from "oxc-parser";

/** A text that a person reads: a comment, a text in code, a line of a page. Each of its lines is one line of the file. */
export interface Prose {
  /** Of the first line, from 1. */
  readonly line: number;
  readonly text: string;
}

/** What a person reads in a file of TypeScript, Markdown or YAML, without the code that a text quotes. */
export function proseOf(path: string, source: string): readonly Prose[] {
  if (path.endsWith(".ts")) return proseOfTypeScript(path, source);
  if (/\.mdx?$/.test(path)) return [{ line: 1, text: withoutQuotedCode(withoutFences(source)) }];
  return [{ line: 1, text: withoutQuotedCode(source) }];
}

function proseOfTypeScript(path: string, source: string): readonly Prose[] {
  const { program, comments, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const lineOf = lineNumbers(source);
  const texts: Prose[] = [];
  const addText = (start: number, text: string) => {
    // A text of one word is a name or a value.
    if (/\S\s+\S/.test(text)) texts.push({ line: lineOf(start), text: withoutQuotedCode(text) });
  };
  new Visitor({
    Literal: ({ value, start, end }) => {
      // Not the value: its line breaks are not those of the file.
      if (typeof value === "string") addText(start, source.slice(start + 1, end - 1));
    },
    TemplateLiteral: ({ start, end }) => {
      addText(start, withoutExpressions(source.slice(start + 1, end - 1)));
    },
  }).visit(program);
  return [...joinLineComments(comments, source, lineOf), ...texts].toSorted((one, other) => one.line - other.line);
}

interface Comment {
  readonly type: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Comments with their margins removed. Line comments that follow one another are one text: a phrase may be wrapped. */
function joinLineComments(
  comments: readonly Comment[],
  source: string,
  lineOf: (offset: number) => number,
): readonly Prose[] {
  const joined: { line: number; text: string; end: number; wrapped: boolean }[] = [];
  for (const { type, value, start, end } of comments) {
    const text = value.replaceAll(/^[ \t]*\*+ ?/gm, "");
    const last = joined.at(-1);
    const follows = last?.wrapped === true && type === "Line" && /^\n[ \t]*$/.test(source.slice(last.end, start));
    if (last !== undefined && follows) {
      last.text += `\n${text}`;
      last.end = end;
    } else joined.push({ line: lineOf(start), text, end, wrapped: type === "Line" });
  }
  return joined.map(({ line, text }) => ({ line, text: withoutQuotedCode(text) }));
}

/** Returns the line of an offset, from 1. */
function lineNumbers(source: string): (offset: number) => number {
  const breaks = [...source.matchAll(/\n/g)].map(({ index }) => index);
  return (offset) => {
    const next = breaks.findIndex((index) => index >= offset);
    return (next < 0 ? breaks.length : next) + 1;
  };
}

/** Replaces characters by spaces, so that every line stays at its number. */
function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, " ");
}

function withoutFences(text: string): string {
  return text.replaceAll(/^( *)(```+)[\s\S]*?^\1\2/gm, blank).replaceAll(/\]\([^)\s]*\)/g, blank);
}

function withoutQuotedCode(text: string): string {
  return text.replaceAll(/(`+)[^`]+\1/g, (quoted) => quoted.replaceAll(/[^\n]/g, "`"));
}

/** Blanks the expressions of a template: their own texts are visited separately. */
function withoutExpressions(template: string): string {
  let text = "";
  let depth = 0;
  for (let index = 0; index < template.length; index += 1) {
    const opens = template.startsWith("${", index);
    if (opens || (depth > 0 && template[index] === "{")) depth += 1;
    const inside = depth > 0;
    if (inside && template[index] === "}") depth -= 1;
    const character = template[index] as string;
    text += inside && character !== "\n" ? "$" : character;
    if (opens) {
      text += "$";
      index += 1;
    }
  }
  return text;
}
