import { openCrosstag, type OpenCrosstagOptions } from "@crosstag/clouds";
import { createConsole } from "@crosstag/console/parts";
import { openServiceState, resourcePlaces, startService } from "@crosstag/service";

/** What a console of a test is started with, as data: for this process or another one. */
export interface ConsoleSettings {
  /** The configured clouds, with their credentials. */
  readonly clouds: Pick<OpenCrosstagOptions, "configuration" | "credentials">;
  readonly stateFolder: string;
  /** The folder with the built page. */
  readonly page: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly token: string;
}

/** A console that listens. */
export interface ServedConsole {
  readonly url: string;
  /** Ends all connections at once, and then the service. */
  close(): Promise<void>;
}

/** Serves a console. `registry` has adapters besides the ones that Crosstag brings. */
export async function serveConsole(
  settings: ConsoleSettings,
  registry?: OpenCrosstagOptions["registry"],
): Promise<ServedConsole> {
  const { clouds, stateFolder, page, port, token } = settings;
  const crosstag = await openCrosstag({
    ...clouds,
    ...(registry && { registry }),
    engine: { pacing: "off", retry: "immediate", settleTimeoutMs: 1_000 },
  });
  const state = await openServiceState({ crosstag, stateFolder, now, places: resourcePlaces(crosstag) });
  let url = "";
  const service = await createConsole({
    context: { crosstag, stateFolder, now, random: Math.random, state },
    clouds: "local",
    tryIt: [],
    version: "0.0.0",
    page,
    token,
    port: () => Number(new URL(url).port),
  });
  const running = await startService(service, { port });
  url = running.url;
  return {
    url,
    close: async () => {
      await running.close();
      await state.close();
      await crosstag.close();
    },
  };
}

function now(): Date {
  return new Date();
}
