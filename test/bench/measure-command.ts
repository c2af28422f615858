import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const REPORT = fileURLToPath(new URL("report-usage.cjs", import.meta.url));

/** What a process has used. */
export interface CommandUsage {
  readonly milliseconds: number;
  /** Of all threads, milliseconds. */
  readonly cpu: number;
  /** The most resident memory. */
  readonly megabytes: number;
}

/** A process that is measured. */
export interface MeasuredCommand {
  /** Of `node`. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** Runs a process of Node and measures it. Its output is dropped. @throws Error with what it wrote, if it fails */
export function measureCommand(command: MeasuredCommand): Promise<CommandUsage> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, ["--require", REPORT, ...command.arguments], {
      cwd: command.folder,
      env: { PATH: process.env["PATH"] ?? "", ...command.environment },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
    child.on("error", reject);
    child.on("close", (code) => {
      const milliseconds = performance.now() - startedAt;
      const [, cpu, kilobytes] = /used (\d+) (\d+)\s*$/.exec(text) ?? [];
      if (code === 0) resolve({ milliseconds, cpu: Number(cpu) / 1_000, megabytes: Number(kilobytes) / 1_024 });
      else reject(new Error(`${command.arguments.join(" ")} ended with ${code}: ${text}`));
    });
  });
}
