import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { runProgram } from "./bundle-program.ts";
import type { RunPart, RunPartNews } from "./run-part-message.ts";
import type { Draw } from "./seeded-resources.ts";

/** About how long a part opens its plan and its journal. */
const OPENING_MS = 15;
/** Share of the kills during that time. */
const EARLY = 0.25;

/** The result of a part that should be killed. */
export interface KilledPart {
  readonly moment: string;
  /** False if it ended before. */
  readonly wasKilled: boolean;
}

/** A process that works on parts of runs, one after another. */
export interface RunProcess extends AsyncDisposable {
  /** Works on a part until it ends. Returns how the run ended, or why it did not. */
  run(part: RunPart): Promise<string>;
}

export async function openRunProcess(): Promise<RunProcess> {
  const child = await start();
  const hasExited = once(child, "exit");
  // It first reports that it is ready.
  await Promise.race([once(child, "message"), hasExited]);
  return {
    run: (part) =>
      new Promise((resolve) => {
        const hear = (news: RunPartNews) => {
          if (typeof news !== "object") return;
          child.off("message", hear);
          resolve(news.ended ?? news.error ?? "the end was not reported");
        };
        child.on("message", hear);
        void hasExited.then(() => resolve("the process ended without a message"));
        child.send(part, () => {});
      }),
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await hasExited;
    },
  };
}

/**
 * Starts a part and kills it at a random moment: mostly while it works, sometimes while it opens its journal.
 * @param expectedMs how long it may work; it may end before it is killed
 */
export async function runAndKill(part: RunPart, expectedMs: number, draw: Draw): Promise<KilledPart> {
  const isEarly = draw() < EARLY;
  const from = isEarly ? "up" : "begins";
  const afterMs = Math.round(draw() * (isEarly ? OPENING_MS : expectedMs));
  const child = await start();
  return new Promise((resolve) => {
    child.on("message", (news: RunPartNews) => {
      // The process may have been killed between the two; that is not an error of this one.
      if (news === "up") child.send(part, () => {});
      if (news === from) setTimeout(() => child.kill("SIGKILL"), afterMs);
      if (typeof news === "object" && child.connected) child.disconnect();
    });
    child.on("exit", (_code, signal) =>
      resolve({ moment: `${afterMs} ms after "${from}"`, wasKilled: signal === "SIGKILL" }),
    );
  });
}

async function start(): Promise<ChildProcess> {
  return fork(await runProgram(), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
}
