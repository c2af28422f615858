import type { OperationDefinition } from "@crosstag/operations";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { z } from "zod";
import { callOperation } from "./call-operation.ts";

/** When to read. */
export interface ReadingOptions<Document> {
  /** Read again after as many milliseconds; false: not by itself. The document decides if it is a function. Default: false. */
  readonly refetchInterval?: number | false | ((latest: Document | undefined) => number | false) | undefined;
  /** False: do not read yet. Default: true. */
  readonly enabled?: boolean | undefined;
}

/** Reads with an operation that answers with one document. The same input is asked once for the whole page. */
export function useOperation<Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  { refetchInterval = false, enabled = true }: ReadingOptions<z.output<Output>> = {},
): UseQueryResult<z.output<Output>> {
  return useQuery<z.output<Output>>({
    queryKey: [definition.name, input],
    queryFn: ({ signal }) => callOperation(definition, input, { signal }),
    refetchInterval:
      typeof refetchInterval === "function" ? ({ state }) => refetchInterval(state.data) : refetchInterval,
    enabled,
  });
}
