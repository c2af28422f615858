import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { OpenedCrosstag } from "@crosstag/clouds";
import type { CutOffDeletion } from "@crosstag/core/node";
import { startService, type CutOffWrite, type ServiceContext, type UnrecordedWrite } from "@crosstag/service";
import { z } from "zod";
import { createConsole, type ConsoleParts } from "./create-console.ts";
import { openContext } from "./open-context.ts";

/** What a console is started with. */
export interface StartConsoleOptions extends Pick<ConsoleParts, "clouds" | "tryIt"> {
  /** The clouds. They stay open when the console is closed. */
  readonly crosstag: OpenedCrosstag;
  /** The folder for plans, runs and evidence, for the user only. It is made if it is not there. */
  readonly stateFolder: string;
  /** The policy for checks that bring none. Default: none, and the page asks for one. */
  readonly defaultPolicy?: ServiceContext["defaultPolicy"];
  /** The present. Default: the system's. */
  readonly now?: (() => Date) | undefined;
  /** Called when the outcomes of a write could not be written down. Default: ignored. */
  readonly onUnrecorded?: ((write: UnrecordedWrite) => void) | undefined;
  /** Called once if an earlier process ended in the middle of writes, which may have been made. Default: ignored. */
  readonly onCutOff?: ((writes: readonly CutOffWrite[]) => void) | undefined;
  /** The same for deletions of key material. Default: ignored. */
  readonly onCutOffDeletions?: ((deletions: readonly CutOffDeletion[]) => void) | undefined;
  /** The port of 127.0.0.1; 0: any that is free. Default: 8484. */
  readonly port?: number | undefined;
  /** The folder with the built page. Default: the one in this package. */
  readonly page?: string | undefined;
  /** The version that the page shows. Default: that of this package. */
  readonly version?: string | undefined;
}

/** A console that runs. */
export interface RunningConsole {
  /** The address with the token in its fragment. A program that has it can do what the console can. */
  readonly url: string;
  /** The address without the token: `http://127.0.0.1:8484`. */
  readonly origin: string;
  /** For programs: `Authorization: Bearer` and this. */
  readonly token: string;
  /**
   * Refuses new requests, closes the socket, and ends runs in order, so that they continue on the next start. After `drainMs`,
   * requests under way are ended. Default: at once.
   */
  close(options?: { readonly drainMs?: number | undefined }): Promise<void>;
}

const HOST = "127.0.0.1";
const PORT = 8484;
const MANIFEST = join(import.meta.dirname, "../package.json");
const PAGE = join(import.meta.dirname, "../dist/public");

/**
 * Starts the console on this machine, for this machine only.
 * @throws CrosstagError `configuration` if the port is in use, or the folder cannot be used or is used by another process; the
 *   error of the file system if the page is not built. Nothing stays open then
 */
export async function startConsole(options: StartConsoleOptions): Promise<RunningConsole> {
  const context = await openContext(options);
  try {
    const running = await listen(context, options);
    return {
      ...running,
      close: async (closing) => {
        await running.close(closing);
        await context.close();
      },
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}

async function listen(
  context: ServiceContext,
  { port = PORT, page = PAGE, version, clouds, tryIt }: StartConsoleOptions,
): Promise<RunningConsole> {
  const token = randomBytes(32).toString("base64url");
  let listening: string | undefined;
  const ownPort = () => Number(new URL(listening ?? "").port);
  const service = await createConsole({
    context,
    clouds,
    tryIt,
    version: version ?? (await ownVersion()),
    page,
    token,
    port: ownPort,
  });
  const running = await startService(service, { host: HOST, port });
  listening = running.url;
  return {
    url: `${running.url}/#token=${token}`,
    origin: running.url,
    token,
    close: (options) => running.close(options),
  };
}

async function ownVersion(): Promise<string> {
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(MANIFEST, "utf8"))).version;
}
