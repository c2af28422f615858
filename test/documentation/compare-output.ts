/**
 * Returns the shown output if the actual output matches it; otherwise the actual output. In the shown output, `…`
 * stands for any part of a line, and a line with only `…` for any number of lines.
 */
export function asShown(shown: string, output: string): string {
  const lines = shown
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd());
  const pattern = lines
    .map((line) => (line.trim() === "…" ? String.raw`(?:.*\n)*?` : `${line.split("…").map(escape).join(".*")}\\n`))
    .join("");
  const actual = output
    .trimEnd()
    .split("\n")
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
  return new RegExp(`^${pattern}$`, "u").test(actual) ? shown : output;
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`);
}
