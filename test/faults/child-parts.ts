import { fork, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { RunPart, RunPartNews } from "./run-part-message.ts";
import type { Draw } from "./seeded-world.ts";

/** Beside this file, in the same form: built, or a source. */
const IS_BUILT = import.meta.url.endsWith(".js");
const PROGRAM = fileURLToPath(new URL(IS_BUILT ? "run-part.js" : "run-part.ts", import.meta.url));

/** About as long as a part opens its plan and its journal. */
const OPENING_MS = 15;
/** Share of the kills that come while a part does that. */
const EARLY = 0.25;

/** What has become of a part that was to be killed. */
export interface KilledPart {
  readonly moment: string;
  /** False where it was quicker. */
  readonly wasKilled: boolean;
}

/** Starts a part of a run, and tells what it says of itself. */
function start(part: RunPart, onNews: (news: RunPartNews, child: ChildProcess) => void): ChildProcess {
  const child = fork(PROGRAM, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: IS_BUILT
      ? []
      : ["--import", createRequire(import.meta.url).resolve("tsx"), "--conditions=@crosstag/source"],
    env: { ...process.env, ...part.environment, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  child.on("message", (news: RunPartNews) => {
    // It may have been killed between the two; that is no error of this process.
    if (news === "up") child.send(part, () => {});
    onNews(news, child);
  });
  return child;
}

/** Runs a part to its end; gives how the run ended, or why not. */
export function runToEnd(part: RunPart): Promise<string> {
  return new Promise((resolve) => {
    let last = "the process ended without a word";
    const child = start(part, (news) => {
      if (typeof news === "object") last = news.ended ?? news.error ?? last;
    });
    child.on("exit", () => resolve(last));
  });
}

/**
 * Starts a part and kills it at a random moment: mostly while it works, now and then while it opens its journal.
 * @param expectedMs how long it may work; it may have come to its end before it is killed
 */
export function runAndKill(part: RunPart, expectedMs: number, draw: Draw): Promise<KilledPart> {
  const isEarly = draw() < EARLY;
  const from = isEarly ? "up" : "begins";
  const afterMs = Math.round(draw() * (isEarly ? OPENING_MS : expectedMs));
  return new Promise((resolve) => {
    const child = start(part, (news, started) => {
      if (news === from) setTimeout(() => started.kill("SIGKILL"), afterMs);
    });
    child.on("exit", (_code, signal) =>
      resolve({ moment: `${afterMs} ms after "${from}"`, wasKilled: signal === "SIGKILL" }),
    );
  });
}
