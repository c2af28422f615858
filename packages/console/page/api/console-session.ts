import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { z } from "zod";
import type { ConsoleSession } from "../../src/console-session.ts";
import { askConsole } from "./ask-console.ts";
import { errorOf } from "./request-error.ts";

const consoleSession = z.strictObject({
  version: z.string(),
  clouds: z.enum(["local", "configured"]),
  hasPolicy: z.boolean(),
  tryIt: z.enum(["local", "live"]),
}) satisfies z.ZodType<ConsoleSession>;

/** What this console was started with. */
export function useConsoleSession(): UseQueryResult<ConsoleSession> {
  return useQuery({
    queryKey: ["console-session"],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const response = await askConsole("/console/session", { signal });
      if (!response.ok) throw await errorOf(response);
      return consoleSession.parse(await response.json());
    },
  });
}
