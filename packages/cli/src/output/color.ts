import type { CommandContext, OutputStream } from "../command-context.ts";

/** `--no-color` counts first, then `NO_COLOR`, then `FORCE_COLOR`, then whether a person is looking. */
export function wantsColor(
  stream: OutputStream,
  environment: CommandContext["environment"],
  allowed: boolean,
): boolean {
  if (!allowed || (environment["NO_COLOR"] ?? "") !== "") return false;
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stream.isTTY === true;
}

const CODES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;

export type Style = keyof typeof CODES;
export type Painter = (style: Style, text: string) => string;

export function createPainter(color: boolean): Painter {
  if (!color) return (_style, text) => text;
  return (style, text) => `\u001B[${CODES[style][0]}m${text}\u001B[${CODES[style][1]}m`;
}
