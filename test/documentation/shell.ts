import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInCommandProcess } from "../command/command-processes.ts";
import { asShown } from "./compare-output.ts";
import { REPOSITORY } from "./pages.ts";

/** A command of a console block, with the output that the page shows below it. */
export interface ShownCommand {
  readonly command: string;
  readonly shown: string;
  /** The page shows an interruption: the output ends with `^C`. */
  readonly stopped: boolean;
}

export interface ShellResult {
  readonly output: string;
  readonly exitCode: number | null;
}

/** `$ ` starts a command, which continues after a backslash at the end of a line; the other lines are output. */
export function parseConsole(code: string): readonly ShownCommand[] {
  const parts = `\n${code}`.split("\n$ ");
  if (parts[0]?.trim() !== "") throw new Error("A console block begins with a command: $ …");
  return parts.slice(1).map((part) => {
    const lines = part.split("\n");
    const end = lines.findIndex((line) => !line.endsWith("\\")) + 1;
    const output = lines.slice(end);
    const stopped = output.findLastIndex((line) => line === "^C");
    const shown = stopped < 0 ? output : output.slice(0, stopped);
    return { command: lines.slice(0, end).join("\n"), shown: shown.join("\n").trimEnd(), stopped: stopped >= 0 };
  });
}

/** Puts a `crosstag` into a new folder for the path. `build-programs.ts` builds it before the tests. */
export async function writeCrosstag(bin: string): Promise<void> {
  const script = `#!/bin/sh\nexec "${process.execPath}" "${REPOSITORY}packages/cli/dist/bin.cjs" "$@"\n`;
  await mkdir(bin);
  await writeFile(join(bin, "crosstag"), script, { mode: 0o755 });
}

const WORD = /^(?:([\w@%+=:,./-]+)|'([^'\n]*)'|"([^"$`\\\n]*)")$/;

/** Those of a command that needs no shell, without its name. */
function wordsOf(command: string): readonly string[] | undefined {
  const [name, ...words] = command.replaceAll("\\\n", " ").match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  const matches = words.map((word) => WORD.exec(word));
  if (name !== "crosstag" || matches.includes(null)) return undefined;
  return matches.map((match) => match?.slice(1).find((text) => text !== undefined) ?? "");
}

/** A shell in its own folder, with a `crosstag`. */
export class Shell {
  readonly #folder: string;
  readonly #environment: Record<string, string>;
  /** For `$ echo $?`. */
  #exitCode = 0;

  private constructor(folder: string, environment: Record<string, string>) {
    this.#folder = folder;
    this.#environment = environment;
  }

  static async open(environment: Readonly<Record<string, string>>): Promise<Shell> {
    const folder = await mkdtemp(join(tmpdir(), "crosstag-documentation-"));
    await mkdir(join(folder, "work"));
    await writeCrosstag(join(folder, "bin"));
    const path = `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`;
    return new Shell(folder, { ...environment, PATH: path, HOME: folder, NO_COLOR: "1" });
  }

  async write(name: string, content: string): Promise<void> {
    await writeFile(join(this.#folder, "work", name), content);
  }

  /** Both streams, as a terminal shows them. */
  async run(shown: ShownCommand): Promise<ShellResult> {
    const words = shown.stopped ? undefined : wordsOf(shown.command);
    const result = await (words === undefined ? this.#runInShell(shown) : this.#runCommand(words));
    this.#exitCode = result.exitCode ?? 1;
    return result;
  }

  async #runCommand(commandLine: readonly string[]): Promise<ShellResult> {
    const { exitCode, written } = await runInCommandProcess({
      commandLine,
      environment: this.#environment,
      directory: join(this.#folder, "work"),
      input: "",
    });
    return { exitCode, output: written.map(({ text }) => text).join("") };
  }

  async #runInShell({ command, shown, stopped }: ShownCommand): Promise<ShellResult> {
    const child = spawn(
      "sh",
      ["-c", stopped ? `exec ${command} 2>&1` : `exec 2>&1\n(exit ${this.#exitCode})\n${command}`],
      {
        cwd: join(this.#folder, "work"),
        env: this.#environment,
        stdio: ["ignore", "pipe", "inherit"],
        signal: AbortSignal.timeout(60_000),
      },
    );
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      // What it says about its interruption is not shown, and a second interruption would end it immediately.
      if (child.killed) return;
      output += text;
      if (stopped && asShown(shown, output) === shown) child.kill("SIGINT");
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject).on("close", resolve);
    });
    return { output, exitCode };
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
