import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WrittenText } from "../command/command-message.ts";
import { runCommand } from "../command/run-command.ts";
import { crosstagScript } from "../command/forward-commands.ts";
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
  const script = await crosstagScript(`${REPOSITORY}packages/cli/dist/bin.cjs`);
  await mkdir(bin);
  await writeFile(join(bin, "crosstag"), script, { mode: 0o755 });
}

const WORD = /^(?:([\p{L}\w@%+=:,./-]+)|'([^'\n]*)'|"([^"$`\\\n]*)"|"\$(\w+)")$/u;
/** What a shell does with the output of a command. */
const REST = /^(\||>)$/;

/** A command that needs no shell, and what a shell does with its output. */
interface PlainCommand {
  /** Without its name. */
  readonly words: readonly string[];
  /** A command that reads what the command writes, as in `crosstag plan | head -2` or `crosstag plan > plan.txt`. */
  readonly reader?: { readonly command: string; readonly givesExitCode: boolean };
}

function plainCommand(command: string, environment: Readonly<Record<string, string>>): PlainCommand | undefined {
  const [name, ...tokens] = command.replaceAll("\\\n", " ").match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  const end = tokens.findIndex((token) => REST.test(token));
  const matches = (end < 0 ? tokens : tokens.slice(0, end)).map((token) => WORD.exec(token));
  if (name !== "crosstag" || matches.includes(null)) return undefined;
  const words = matches.map((match) => {
    const [, bare, single, double, variable] = match ?? [];
    return variable === undefined ? (bare ?? single ?? double ?? "") : (environment[variable] ?? "");
  });
  if (end < 0) return { words };
  const [sign, ...rest] = tokens.slice(end);
  // Further commands, redirections and commands in the background are for a shell.
  if (rest.some((token) => /[>&;|]/.test(token) || token === "crosstag")) return undefined;
  const isFile = sign === ">";
  return { words, reader: { command: `${isFile ? "cat > " : ""}${rest.join(" ")}`, givesExitCode: !isFile } };
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
    const plain = shown.stopped ? undefined : plainCommand(shown.command, this.#environment);
    const result = await (plain === undefined ? this.#runInShell(shown) : this.#runPlain(plain));
    this.#exitCode = result.exitCode ?? 1;
    return result;
  }

  /** In a process that is there already: most of what a short command costs is the start of its process. */
  async #runPlain({ words, reader }: PlainCommand): Promise<ShellResult> {
    const { exitCode, written } = await runCommand({
      commandLine: words,
      environment: this.#environment,
      directory: join(this.#folder, "work"),
      input: "",
    });
    if (reader === undefined) return { exitCode, output: textOf(written) };
    const standardError = textOf(written.filter(({ stream }) => stream === "stderr"));
    const input = textOf(written.filter(({ stream }) => stream === "stdout"));
    const read = await this.#runInShell({ command: reader.command, shown: "", stopped: false }, input);
    return { exitCode: reader.givesExitCode ? read.exitCode : exitCode, output: standardError + read.output };
  }

  async #runInShell({ command, shown, stopped }: ShownCommand, input = ""): Promise<ShellResult> {
    const child = spawn(
      "sh",
      ["-c", stopped ? `exec ${command} 2>&1` : `exec 2>&1\n(exit ${this.#exitCode})\n${command}`],
      {
        cwd: join(this.#folder, "work"),
        env: this.#environment,
        stdio: ["pipe", "pipe", "inherit"],
        signal: AbortSignal.timeout(60_000),
      },
    );
    // `head` does not read everything.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
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

function textOf(written: readonly WrittenText[]): string {
  return written.map(({ text }) => text).join("");
}
