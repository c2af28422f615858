import { constants, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { CrosstagError, type RunResult } from "@crosstag/core";
import { systemReason } from "@crosstag/core/internal";
import type { CommandContext } from "../command-context.ts";
import { resolvePath } from "../input/resolve-path.ts";
import { PRIVATE_FILE } from "../output/private-file.ts";
import { writeJUnit, type JUnitSuite, type ReportedOutcome } from "../output/write-junit.ts";
import { UsageError } from "../usage-error.ts";

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
/** `O_NONBLOCK` does not exist on Windows. */
const APPEND_NOW = O_WRONLY | O_APPEND | O_CREAT | (O_NONBLOCK ?? 0);

export interface Report {
  readonly form: "junit";
  readonly path: string;
}

/** `junit=results.xml`. */
export function parseReports(texts: readonly string[], context: CommandContext): readonly Report[] {
  return texts.map((text) => {
    const path = /^junit=(.+)$/s.exec(text)?.[1];
    if (path === undefined)
      throw new UsageError(`--report ${JSON.stringify(text)} is not understood.`, "Write --report junit=results.xml");
    return { form: "junit", path: resolvePath(path, context) };
  });
}

/** @throws UsageError if a report cannot be written */
export async function checkReports(reports: readonly Report[]): Promise<void> {
  for (const { path } of reports) {
    try {
      // Without O_NONBLOCK a named pipe that no program reads would be waited for.
      await (await open(path, APPEND_NOW, PRIVATE_FILE)).close();
    } catch (error) {
      throw new UsageError(cannotWrite(path, error), "Nothing was sent. Specify a file in a writable folder.");
    }
  }
}

/** @throws CrosstagError `configuration` where a report cannot be written; the run itself is over then */
export async function writeReports(
  reports: readonly Report[],
  outcomes: Iterable<ReportedOutcome>,
  {
    run,
    result,
    now,
    clouds,
  }: {
    readonly run: string;
    readonly result: Pick<RunResult, "counts" | "seconds">;
    readonly now: () => Date;
    readonly clouds: JUnitSuite["clouds"];
  },
): Promise<void> {
  const startedAt = new Date(now().getTime() - result.seconds * 1_000);
  const suite = {
    name: `crosstag run ${run}`,
    counts: result.counts,
    seconds: result.seconds,
    timestamp: startedAt.toISOString(),
    clouds,
  };
  for (const { path } of reports) {
    try {
      await pipeline(writeJUnit(outcomes, suite), createWriteStream(path, { mode: PRIVATE_FILE }));
    } catch (error) {
      throw unwritable(path, error, `The run itself is over and written down: crosstag runs show ${run}`);
    }
  }
}

function unwritable(path: string, error: unknown, hint: string): CrosstagError {
  return new CrosstagError({
    code: "configuration",
    message: cannotWrite(path, error),
    hint,
  });
}

function cannotWrite(path: string, error: unknown): string {
  return `The report ${JSON.stringify(path)} cannot be written: ${systemReason(error)}.`;
}
