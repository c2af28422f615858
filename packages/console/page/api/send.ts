import type { OperationDefinition } from "@crosstag/operations";
import type { z } from "zod";
import { askConsole } from "./ask-console.ts";
import { operationRequest } from "./operation-request.ts";
import { errorOf } from "./request-error.ts";

/** Besides the input of a request. */
export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Sends a request of an operation, and gives the answer whatever its status.
 * @throws RequestError if the console cannot be reached
 */
export async function sendAnyway<Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  { signal, headers }: SendOptions = {},
): Promise<Response> {
  const { address, body } = operationRequest(definition, input);
  return askConsole(address, {
    method: definition.method.toUpperCase(),
    headers: { ...headers, ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
    signal,
  });
}

/**
 * Sends a request of an operation.
 * @throws RequestError what the service refuses, or that it cannot be reached
 */
export async function send<Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  options?: SendOptions,
): Promise<Response> {
  const response = await sendAnyway(definition, input, options);
  if (!response.ok) throw await errorOf(response);
  return response;
}
