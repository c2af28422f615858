import type { OperationDefinition, OperationName } from "@crosstag/operations";
import type { ZodType } from "zod";
import type { OperationHandler, ServiceCall, ServiceEvent } from "../operation-handler.ts";
import { parseInput } from "./parse-input.ts";

/** The answer of any operation. */
export type BoundAnswer =
  | { readonly status: number; readonly document: unknown }
  | { readonly lines: AsyncIterable<unknown> }
  | { readonly events: AsyncIterable<ServiceEvent<unknown>> };

/** An operation with the handler that performs it. */
export interface BoundOperation<Name extends string = OperationName> {
  readonly definition: OperationDefinition<ZodType, ZodType, Name>;
  /**
   * @param given the fields of the request, not checked yet
   * @throws CrosstagError `invalid-request` with every problem of the fields, or what the handler throws
   */
  perform(given: unknown, call: ServiceCall): Promise<BoundAnswer>;
}

/** Binds a handler to its operation, whose schema then parses what the handler gets. */
export function bindOperation<
  const Name extends string,
  Definition extends OperationDefinition<ZodType, ZodType, Name>,
>(
  definition: Definition & OperationDefinition<ZodType, ZodType, Name>,
  handler: OperationHandler<Definition>,
): BoundOperation<Name> {
  return {
    definition,
    perform: async (given, call) => handler(parseInput<Definition["input"]>(definition.input, given), call),
  };
}
