import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { COMMANDS } from "../src/command-table.ts";
import { preparedAnswer } from "../src/prepared-answer.ts";
import { wrapHelp } from "../src/wrap-help.ts";
import { runMain } from "./run-main.ts";

/** The built program: it is built before the tests. */
const DIST = join(import.meta.dirname, "../dist");
/** Those of narrow, usual and wide terminals, and what a file counts as. */
const WIDTHS = [20, 50, 64, 79, 80, 81, 100, 132, 250];

/** What the program writes without its prepared answers. */
async function written(commandLine: readonly string[], columns: number) {
  const terminal = () => Object.assign(new PassThrough({ highWaterMark: 1 << 26 }), { columns, isTTY: true });
  const { exitCode, stdout, stderr } = await runMain(commandLine, {
    standardOutput: terminal(),
    standardError: terminal(),
    environment: { FORCE_COLOR: "1" },
  });
  return { exitCode, stdout, stderr };
}

function prepared(commandLine: readonly string[], columns: number) {
  const answer = preparedAnswer(commandLine, DIST);
  if (answer === undefined) return undefined;
  const text = wrapHelp(answer.text, columns);
  return { exitCode: answer.exitCode, stdout: "", stderr: "", [answer.stream]: text };
}

it.each([
  [],
  ["--help"],
  ["-h"],
  ["help"],
  ["--version"],
  ...COMMANDS.flatMap(({ name }) => [
    [name, "--help"],
    [name, "-h"],
    ["help", name],
  ]),
])("`crosstag %s %s` is answered from a file, with the same bytes in terminals of every width", async (...words) => {
  const commandLine = words.filter((word) => word !== undefined);
  for (const columns of WIDTHS) expect(prepared(commandLine, columns)).toEqual(await written(commandLine, columns));
});

it.each([
  ["list"],
  ["--help", "list"],
  ["list", "tag", "--help"],
  ["list", "--help", "--output"],
  ["--no-color", "--help"],
  ["--version", "--help"],
  ["help", "help"],
  ["help", "--help"],
  ["help", "-h"],
  ["help", "none"],
  ["help", "../help"],
  ["none", "--help"],
  ["constructor", "--help"],
])("`crosstag %s %s` is left to Commander", (...commandLine) => {
  expect(preparedAnswer(commandLine, DIST)).toBeUndefined();
});

it("without a build, everything is left to Commander", () => {
  expect(preparedAnswer(["--help"], join(import.meta.dirname, "../src"))).toBeUndefined();
});
