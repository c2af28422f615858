import { fork, type ChildProcess } from "node:child_process";

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { RunPart } from "./run-part-message.ts";
import type { Draw } from "./seeded-world.ts";

/** Beside this file, in the same form: built, or a source. */
const IS_BUILT = import.meta.url.endsWith(".js");
const PROGRAM = fileURLToPath(new URL(IS_BUILT ? "run-part.js" : "run-part.ts", import.meta.url));

/** Starts a part of a run. */
function start(part: RunPart): ChildProcess {
  const child = fork(PROGRAM, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: IS_BUILT
      ? []
      : ["--import", createRequire(import.meta.url).resolve("tsx"), "--conditions=@crosstag/source"],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  child.on("message", (message) => {
    // It may have been killed between the two; that is no error of this process.
    if (message === "up") child.send(part, () => {});
  });
  return child;
}

/** Runs a part to its end; gives how the run ended, or why not. */
export function runToEnd(part: RunPart): Promise<string> {
  return new Promise((resolve) => {
    const child = start(part);
    let last = "the process ended without a word";
    child.on("message", (message: { ended?: string; error?: string } | string) => {
      if (typeof message === "object") last = message.ended ?? message.error ?? last;
    });
    child.on("exit", () => resolve(last));
  });
}

/**
 * Starts a part and kills it at a random moment: mostly while it works, now and then while it starts. It may have come
 * to its end before.
 */
export function runAndKill(part: RunPart, draw: Draw): Promise<void> {
  const early = draw() < 0.15;
  const afterMs = draw() * (early ? 250 : 350);
  return new Promise((resolve) => {
    const child = start(part);
    const kill = () => setTimeout(() => child.kill("SIGKILL"), afterMs);
    if (early) kill();
    child.on("message", (message) => {
      if (message === "begins" && !early) kill();
    });
    child.on("exit", () => resolve());
  });
}
