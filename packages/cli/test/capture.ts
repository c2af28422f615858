import { PassThrough } from "node:stream";
import type { CommandContext } from "../src/command-context.ts";
import type { GlobalOptions } from "../src/global-options.ts";
import { createMessages } from "../src/output/messages.ts";
import { createOutput } from "../src/output/output.ts";
import { readAll } from "./read-all.ts";

/** The program's two outputs as the commands see them, and what was written to them. */
export function capture(globals: Partial<GlobalOptions> = {}, environment: CommandContext["environment"] = {}) {
  const standardOutput = new PassThrough({ highWaterMark: 1 << 26 });
  const standardError = new PassThrough({ highWaterMark: 1 << 26 });
  const context = { standardOutput, standardError, environment } as unknown as CommandContext;
  const all: GlobalOptions = { output: "table", input: true, color: true, sharedQuotas: true, ...globals };
  return {
    output: createOutput(context, all),
    messages: createMessages(context, all),
    stdout: () => readAll(standardOutput),
    stderr: () => readAll(standardError),
  };
}
