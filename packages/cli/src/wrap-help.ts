/** Stands in a line of a help before the text that is wrapped. */
export const WRAPPED_FROM_HERE = "\uE000";

/** Commander does not wrap a text to less than this. */
const LEAST_WIDTH = 40;

/**
 * Wraps a help to the width of a terminal, as Commander does. Only what comes after `WRAPPED_FROM_HERE` in a line is
 * wrapped, into lines that begin below it.
 * @param width in characters
 */
export function wrapHelp(text: string, width: number): string {
  return text.replaceAll(/^(.*)\uE000(.*)$/gm, (_, head: string, description: string) => {
    const available = width - head.length;
    if (available < LEAST_WIDTH) return head + description;
    return head + wrap(description, available).join(`\n${" ".repeat(head.length)}`);
  });
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const [word] of text.matchAll(/\s*\S+/g)) {
    if (line === undefined) line = word;
    else if (line.length + word.length <= width) line += word;
    else {
      lines.push(line);
      line = word.trimStart();
    }
  }
  return [...lines, line ?? ""];
}
