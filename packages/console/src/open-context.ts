import type { OpenedCrosstag } from "@crosstag/clouds";
import { openServiceState, resourcePlaces, type ServiceContext } from "@crosstag/service";
import type { StartConsoleOptions } from "./start-console.ts";

/** What the operations of a console work with. */
export interface OpenedContext extends ServiceContext {
  /** Ends runs in order, so that they continue on the next start, and lets another process use the folder. */
  close(): Promise<void>;
}

/** Opens the folder of a console. Fails as `startConsole` does. */
export async function openContext(
  options: Pick<
    StartConsoleOptions,
    "stateFolder" | "defaultPolicy" | "now" | "onUnrecorded" | "onCutOff" | "onCutOffDeletions"
  > & { readonly crosstag: OpenedCrosstag },
): Promise<OpenedContext> {
  const { crosstag, stateFolder, defaultPolicy, now = () => new Date() } = options;
  const { onUnrecorded, onCutOff, onCutOffDeletions } = options;
  const places = resourcePlaces(crosstag);
  const state = await openServiceState({
    crosstag,
    stateFolder,
    now,
    places,
    onUnrecorded,
    onCutOff,
    onCutOffDeletions,
  });
  return { crosstag, stateFolder, now, random: Math.random, state, defaultPolicy, close: () => state.close() };
}
