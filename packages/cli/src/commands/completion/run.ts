import type { Invocation } from "../../invocation.ts";
import { renderCompletion } from "./render-completion.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { GLOBAL_OPTIONS } from "../../global-options.ts";
import { known } from "@crosstag/core/internal";

export async function run({ commands, operands, output }: Invocation): Promise<ExitCode> {
  await output.write(renderCompletion(known(operands[0]), commands, GLOBAL_OPTIONS));
  return EXIT_CODE.done;
}
