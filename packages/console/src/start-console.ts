import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fieldsOf, jsonOf } from "@crosstag/core/internal";
import type { OpenedCrosstag } from "@crosstag/clouds";
import type { CutOffDeletion } from "@crosstag/core/node";
import type { CutOffWrite, ServiceContext, UnrecordedWrite } from "@crosstag/service";
import { startService } from "@crosstag/service/listen";
import { createFront, type ConsoleFront } from "./console-front.ts";
import type { ConsoleParts } from "./create-console.ts";
import type { OpenedOperations, OpenOptions } from "./open-operations.ts";
import { staticFiles } from "./static-files.ts";
import type { TryItTarget } from "./try-it/target.ts";

/** What a console is started with. */
export interface StartConsoleOptions extends Pick<ConsoleParts, "clouds"> {
  /** The clouds, or what opens them: the page is served meanwhile. They stay open when the console is closed. */
  readonly crosstag: OpenedCrosstag | (() => Promise<OpenedCrosstag>);
  /** The clouds that the pages for trying out operations send to, or what finds them once the clouds are open. */
  readonly tryIt: readonly TryItTarget[] | (() => Promise<readonly TryItTarget[]>);
  /**
   * Called with the address, with its token, as soon as the page can be opened there: its requests for data wait until the
   * clouds are open. Default: the address is known when the console has started.
   */
  readonly onListening?: ((url: string) => void | Promise<void>) | undefined;
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
/** A browser that opens the page at once gets it before the clouds are opened; for another one, nothing waits longer than this. */
const HEAD_START_MS = 250;
const MANIFEST = join(import.meta.dirname, "../package.json");
const PAGE = join(import.meta.dirname, "../dist/public");

/**
 * Starts the console on this machine, for this machine only.
 * @throws CrosstagError `configuration` if the port is in use, or the folder cannot be used or is used by another process; the
 *   error of the file system if the page is not built; what `crosstag`, `tryIt` and `onListening` fail with. Nothing stays
 *   open then
 */
export async function startConsole(options: StartConsoleOptions): Promise<RunningConsole> {
  const { port = PORT, page = PAGE, version = await ownVersion(), onListening } = options;
  const token = randomBytes(32).toString("base64url");
  let listening: string | undefined;
  const ownPort = () => Number(new URL(listening ?? "").port);
  const files = await staticFiles(page);
  const front = createFront(files, ownPort);
  const running = await startService(front, { host: HOST, port });
  listening = running.url;
  const url = `${running.url}/#token=${token}`;
  const opening = openBehind({ ...options, version, page: files, token, port: ownPort }, front);
  const showing = (async () => onListening?.(url))();
  // Waits for both, so that nothing is opened after this function has failed.
  const [opened, shown] = await Promise.allSettled([opening, showing]);
  const operations = opened.status === "fulfilled" ? opened.value : undefined;
  const close: RunningConsole["close"] = async (closing) => {
    await running.close(closing);
    await operations?.close();
  };
  if (operations === undefined || shown.status === "rejected") {
    await close();
    // The first of them that has failed.
    throw await opening.then(() => showing).catch((error: unknown) => error);
  }
  front.open(operations.service);
  return { url, origin: running.url, token, close };
}

/** Loaded on demand: that takes longer than the page does, and nothing else is answered meanwhile. */
async function openBehind(options: OpenOptions, { asked }: ConsoleFront): Promise<OpenedOperations> {
  if (typeof options.crosstag === "function") await Promise.race([asked, sleep(HEAD_START_MS)]);
  const { openOperations } = await import("./open-operations.ts");
  return openOperations(options);
}

async function ownVersion(): Promise<string> {
  const { version } = fieldsOf(jsonOf(await readFile(MANIFEST, "utf8")));
  return String(version);
}
