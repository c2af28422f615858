import { spawn, type ChildProcess } from "node:child_process";
import { PROGRAM } from "./run-crosstag.ts";
import type { Scene } from "./scene.ts";

/** Starts a line of a shell, in which `$CROSSTAG` is the command, in a process group of its own. */
export function startInShell(
  line: string,
  { directory, environment }: Scene,
): { readonly process: ChildProcess; readonly stdout: () => string; readonly stderr: () => string } {
  const child = spawn("bash", ["-c", line], {
    cwd: directory,
    detached: true,
    env: {
      PATH: process.env["PATH"] ?? "",
      ...environment,
      CROSSTAG: [process.execPath, ...PROGRAM].join(" "),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  return { process: child, stdout: () => texts.stdout, stderr: () => texts.stderr };
}
