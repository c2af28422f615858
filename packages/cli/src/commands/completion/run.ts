import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { GLOBAL_OPTIONS } from "../../global-options.ts";
import type { Invocation } from "../../invocation.ts";
import { UsageError } from "../../usage-error.ts";
import type { WordKind } from "./option-words.ts";
import { renderCompletion } from "./render-completion.ts";
import { wordsOf } from "./words.ts";

interface CompletionOptions {
  readonly words?: WordKind;
}

export async function run(invocation: Invocation<CompletionOptions>): Promise<ExitCode> {
  const { commands, operands, options, output } = invocation;
  const [shell] = operands;
  if (options.words !== undefined) {
    const words = await wordsOf(options.words, invocation);
    // A name with a line feed would be two names.
    const shown = words.filter((word) => !/\p{Cc}/u.test(word));
    await output.write(shown.map((word) => `${word}\n`).join(""));
    return EXIT_CODE.done;
  }
  if (shell === undefined)
    throw new UsageError("No shell was given.", "Write: crosstag completion bash, or zsh, or fish.");
  await output.write(renderCompletion(shell, commands, GLOBAL_OPTIONS));
  return EXIT_CODE.done;
}
