import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCrosstag } from "./shell.ts";

/** Replaces npx, which would fetch the package: it requires the recipes' arguments, and starts the sources. */
const NPX = `#!/bin/sh
[ "$1" = --yes ] || exit 90
echo "$2" >> "$HOME/npx"
shift 2
exec crosstag "$@"
`;

export interface ScriptResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A checkout with a policy on a simulated machine, for running recipes. */
export class RecipeFolder implements AsyncDisposable {
  readonly #root: string;
  readonly #environment: Readonly<Record<string, string>>;

  private constructor(root: string, environment: Readonly<Record<string, string>>) {
    this.#root = root;
    this.#environment = environment;
  }

  static async open(environment: Readonly<Record<string, string>>): Promise<RecipeFolder> {
    const root = await mkdtemp(join(tmpdir(), "crosstag-recipe-"));
    const bin = join(root, "bin");
    await mkdir(join(root, "work"));
    await writeCrosstag(bin);
    await writeFile(join(bin, "npx"), NPX, { mode: 0o755 });
    const path = `${bin}:${process.env["PATH"] ?? ""}`;
    return new RecipeFolder(root, { ...environment, PATH: path, HOME: root, NO_COLOR: "1" });
  }

  write(name: string, content: string): Promise<void> {
    return writeFile(join(this.#root, "work", name), content);
  }

  /** The text of a file of the checkout; empty if it does not exist. */
  read(name: string): Promise<string> {
    return readFile(join(this.#root, "work", name), "utf8").catch(() => "");
  }

  /** Every file of the checkout. */
  async files(): Promise<readonly string[]> {
    return (await readdir(join(this.#root, "work"), { recursive: true })).toSorted();
  }

  /** The packages that were requested. */
  async packages(): Promise<readonly string[]> {
    const text = await readFile(join(this.#root, "npx"), "utf8").catch(() => "");
    return text.split("\n").slice(0, -1);
  }

  /** Runs bash with these arguments in the checkout. */
  async bash(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<ScriptResult> {
    const child = spawn("bash", parameters, {
      cwd: join(this.#root, "work"),
      env: { ...this.#environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      signal: AbortSignal.timeout(60_000),
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject).on("close", resolve);
    });
    return { exitCode, stdout, stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }
}
