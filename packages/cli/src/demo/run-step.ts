import { itemAt } from "@crosstag/core/internal";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { DemoScene, DemoStep } from "./demo-steps.ts";

/** Beside the built demo. */
const PROGRAM = fileURLToPath(new URL("./bin.cjs", import.meta.url));
const SHOWN_LINES = 12;

/** Runs one command line as a person would, shows it, and says whether it did what it should. */
export async function runStep(
  { what, commandLine, exitCode, save, check }: DemoStep,
  { environment, directory }: DemoScene,
): Promise<boolean> {
  process.stdout.write(
    `\n${what}\n\n$ crosstag ${commandLine.map(quoted).join(" ")}${save === undefined ? "" : " > keys.jsonl"}\n`,
  );
  const child = spawn(process.execPath, [PROGRAM, ...commandLine], {
    cwd: directory,
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  // As a terminal shows it: both streams, in the order in which they come.
  let shown = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (save === undefined) shown += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
  });
  const code = itemAt(await once(child, "close"), 0);
  process.stdout.write(indented(shown));
  await save?.(stdout);
  const problem = code === exitCode ? check?.(stdout) : `exit code ${exitCode} was expected`;
  process.stdout.write(`  exit code ${code}${problem === undefined ? "" : `  ← UNEXPECTED: ${problem}`}\n`);
  return problem === undefined;
}

function indented(output: string): string {
  const lines = output.trimEnd().split("\n");
  const shown =
    lines.length > SHOWN_LINES + 2
      ? [...lines.slice(0, SHOWN_LINES - 2), `… ${lines.length - SHOWN_LINES} more lines …`, ...lines.slice(-2)]
      : lines;
  return shown.map((line) => `  ${line}\n`).join("");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`;
}
