import { z } from "zod";
import type { ConsoleSession } from "../../src/console-session.ts";
import { queryClient } from "./query-client.ts";
import { errorOf, unreachable } from "./request-error.ts";
import { authorization } from "./session-token.ts";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";

const consoleSession = z.strictObject({
  version: z.string(),
  clouds: z.enum(["local", "configured"]),
  hasPolicy: z.boolean(),
  tryIt: z.enum(["local", "live"]),
}) satisfies z.ZodType<ConsoleSession>;

/** What this console was started with. */
export function useConsoleSession(): UseQueryResult<ConsoleSession> {
  return useQuery(
    {
      queryKey: ["console-session"],
      staleTime: Infinity,
      queryFn: async ({ signal }) => {
        const response = await fetch("/console/session", { headers: authorization(), signal }).catch(
          (error: unknown) => {
            throw unreachable(error);
          },
        );
        if (!response.ok) throw await errorOf(response);
        return consoleSession.parse(await response.json());
      },
    },
    queryClient,
  );
}
