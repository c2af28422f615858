import { randomBytes } from "node:crypto";
import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { openLiveCloud } from "./open-live-cloud.ts";
import { parseLiveOptions, USAGE } from "./live-options.ts";
import { runLiveTest } from "./run-live-test.ts";

/** How long a read may show what was before a write. AWS says that most changes are visible within a few seconds. */
const SETTLE_MS = 5_000;

const parsed = parseLiveOptions(process.argv.slice(2));
if ("problem" in parsed) {
  stdout.write(`${parsed.problem}\n${USAGE}\n`);
  process.exit(64);
}
const { options } = parsed;
const cloud = openLiveCloud(options);
try {
  process.exitCode = await runLiveTest(cloud, options, {
    tell: (line) => stdout.write(`${line}\n`),
    ask: async (question) => {
      const terminal = createInterface({ input: stdin, output: stdout });
      try {
        return await terminal.question(question);
      } finally {
        terminal.close();
      }
    },
    now: () => Date.now(),
    settle: () => sleep(options.endpoint === undefined ? SETTLE_MS : 0),
    run: `${new Date().toISOString().slice(0, 10)}-${randomBytes(4).toString("hex")}`,
  });
} catch (error) {
  // The message of an error can hold account numbers and values of tags.
  stdout.write(
    `The run failed: ${cloud.codeOf(error) ?? (error instanceof Error ? error.name : "an unknown error")}.\n`,
  );
  process.exitCode = 2;
} finally {
  cloud.close();
}
