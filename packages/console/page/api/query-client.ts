import { QueryClient } from "@tanstack/react-query";
import { RequestError } from "./request-error.ts";

/** What was read stays shown while it is read again. A refusal is not tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && !(error instanceof RequestError),
    },
  },
});
