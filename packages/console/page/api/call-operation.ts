import type { OperationDefinition } from "@crosstag/operations";
import type { z } from "zod";
import { parsedAnswer } from "./parsed-answer.ts";
import { unreachable } from "./request-error.ts";
import { send, type SendOptions } from "./send.ts";

/**
 * Calls an operation that answers with one document.
 * @throws RequestError what the service refuses, or an answer that does not fit the schema
 */
export async function callOperation<Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  options?: SendOptions,
): Promise<z.output<Output>> {
  const response = await send(definition, input, options);
  const document: unknown = await response.json().catch((error: unknown) => {
    throw unreachable(error);
  });
  return parsedAnswer(definition, document);
}
