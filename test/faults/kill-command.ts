import { spawn } from "node:child_process";
import { readdirSync, watch } from "node:fs";
import { join } from "node:path";
import { builtPath } from "./built-path.ts";
import type { KillWorld } from "./kill-world.ts";
import type { Draw } from "./seeded-resources.ts";

const PROGRAM = builtPath("packages/cli/dist/bin.cjs");

const SOON_MS = 5;
/** About how long a run of this world writes, and how long a command takes. */
const WORKING_MS = 200;
const WHOLE_MS = 900;

/** The result of a command. */
export interface CommandEnd {
  /** When it should be killed; empty if it should not. */
  readonly moment: string;
  readonly wasKilled: boolean;
  readonly code: number | null;
  readonly stderr: string;
}

/** How a command is disturbed. */
export interface Disturbance {
  /** Kills it at a random moment. */
  readonly kill?: Draw;
  /** Suspends it when its next write arrives at a cloud, and resumes it after this command. */
  readonly whileStopped?: () => Promise<void>;
}

/** Runs a command until it ends or is killed. */
export function runCommand(
  commandLine: readonly string[],
  world: KillWorld,
  { kill, whileStopped }: Disturbance = {},
): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...commandLine], {
      cwd: world.directory,
      env: { PATH: process.env["PATH"] ?? "", ...world.environment },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const aim = kill === undefined ? undefined : takeAim(world, kill, () => child.kill("SIGKILL"));
    const stopWaiting =
      whileStopped === undefined
        ? undefined
        : world.onNextWrite(() => {
            child.kill("SIGSTOP");
            whileStopped()
              .catch(reject)
              .finally(() => child.kill("SIGCONT"));
          });
    child.on("close", (code, signal) => {
      aim?.stop();
      stopWaiting?.();
      resolve({ moment: aim?.moment ?? "", wasKilled: signal === "SIGKILL", code, stderr });
    });
  });
}

/** Waits for the moment, and kills. */
function takeAim(
  world: KillWorld,
  draw: Draw,
  kill: () => void,
): { readonly moment: string; readonly stop: () => void } {
  const stops: (() => void)[] = [];
  const after = (milliseconds: number) => {
    const timer = setTimeout(kill, milliseconds);
    stops.push(() => clearTimeout(timer));
  };
  const stop = () => {
    for (const each of stops) each();
  };
  const kind = draw();
  if (kind < 0.1) {
    const milliseconds = draw() * SOON_MS;
    after(milliseconds);
    return { moment: `${milliseconds.toFixed(1)} ms after its start`, stop };
  }
  if (kind < 0.55) {
    const milliseconds = draw() * SOON_MS;
    let hasBegun = false;
    const begin = () => {
      if (hasBegun) return;
      hasBegun = true;
      after(milliseconds);
    };
    // Folders of runs, each with the lock, the journal and the plan.
    for (const folder of [world.root, ...readdirSync(world.root).map((name) => join(world.root, name))]) {
      if (folder.endsWith(".lock") || folder.endsWith(".socket")) continue;
      const watcher = watch(folder, begin);
      watcher.on("error", () => {});
      stops.push(() => watcher.close());
    }
    return { moment: `${milliseconds.toFixed(1)} ms after it touched its runs`, stop };
  }
  if (kind < 0.85) {
    const milliseconds = draw() * WORKING_MS;
    stops.push(world.onNextWrite(() => after(milliseconds)));
    return { moment: `${milliseconds.toFixed(1)} ms after its first write`, stop };
  }
  const milliseconds = draw() * WHOLE_MS;
  after(milliseconds);
  return { moment: `${milliseconds.toFixed(1)} ms after its start`, stop };
}
