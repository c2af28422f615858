import type { OperationDefinition } from "@crosstag/operations";
import type { z } from "zod";
import { parsedAnswer } from "./parsed-answer.ts";
import { send, type SendOptions } from "./send.ts";
import { textLines } from "./text-lines.ts";

/**
 * Calls an operation that answers with JSON lines, and gives them as they arrive, several at once.
 * @throws RequestError what the service refuses, a line that does not fit the schema, or an answer that breaks off
 */
export async function* readLines<Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  options?: SendOptions,
): AsyncGenerator<readonly z.output<Output>[], void, undefined> {
  const response = await send(definition, input, options);
  for await (const lines of textLines(response)) {
    const answers: z.output<Output>[] = [];
    try {
      for (const line of lines) if (line !== "") answers.push(parsedAnswer(definition, JSON.parse(line)));
    } finally {
      // What came before the line that cannot be used is a part of the answer, too.
      if (answers.length > 0) yield answers;
    }
  }
}
