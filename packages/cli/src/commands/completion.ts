import type { Invocation } from "../command-context.ts";
import { COMMANDS } from "../command-table.ts";
import { renderCompletion, type Shell } from "../completion/render-completion.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { GLOBAL_OPTIONS } from "../global-options.ts";

export async function run({ operands, output }: Invocation): Promise<ExitCode> {
  await output.write(renderCompletion(operands[0] as Shell, COMMANDS, GLOBAL_OPTIONS));
  return EXIT_CODE.done;
}
