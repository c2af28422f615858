import type { Service } from "@crosstag/service";
import { createConsole, type ConsoleParts } from "./create-console.ts";
import { openContext } from "./open-context.ts";
import type { StartConsoleOptions } from "./start-console.ts";

/** What answers the requests of the page. */
export interface OpenedOperations {
  /** All of the console. */
  readonly service: Service;
  /** Ends runs in order, and lets another process use the folder. The clouds stay open. */
  close(): Promise<void>;
}

/** What they are opened from. */
export type OpenOptions = Omit<StartConsoleOptions, "page" | "port" | "version"> &
  Pick<ConsoleParts, "page" | "port" | "token" | "version">;

/** Opens the clouds and the folder of a console. Fails as `startConsole` does. */
export async function openOperations(options: OpenOptions): Promise<OpenedOperations> {
  const crosstag = typeof options.crosstag === "function" ? await options.crosstag() : options.crosstag;
  const tryIt = typeof options.tryIt === "function" ? await options.tryIt() : options.tryIt;
  const context = await openContext({ ...options, crosstag });
  try {
    const service = await createConsole({ ...options, context, tryIt });
    return { service, close: () => context.close() };
  } catch (error) {
    await context.close();
    throw error;
  }
}
