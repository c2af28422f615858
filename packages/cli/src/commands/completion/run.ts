import type { Invocation } from "../../invocation.ts";
import { renderCompletion, type Shell } from "./render-completion.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { GLOBAL_OPTIONS } from "../../global-options.ts";

export async function run({ commands, operands, output }: Invocation): Promise<ExitCode> {
  await output.write(renderCompletion(operands[0] as Shell, commands, GLOBAL_OPTIONS));
  return EXIT_CODE.done;
}
