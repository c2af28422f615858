import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { writtenFileOf } from "../../input/written-file-of.ts";
import type { Invocation } from "../../invocation.ts";
import { writeStarter } from "./write-starter.ts";

interface InitOptions {
  readonly out?: string;
}

/** Writes a file to start with. */
export async function run(invocation: Invocation<InitOptions>): Promise<ExitCode> {
  await writeStarter(writtenFileOf(invocation.operands[0]), invocation.options.out, invocation);
  return EXIT_CODE.done;
}
