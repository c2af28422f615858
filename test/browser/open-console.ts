import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLocalClouds, startConsole, type OpenedLocalClouds, type RunningConsole } from "@crosstag/console";

/** A console over local clouds, in this process. */
export interface OpenConsole extends AsyncDisposable {
  readonly local: OpenedLocalClouds;
  readonly running: RunningConsole;
  /** The address of one of its pages, with the token. */
  readonly addressOf: (path: string) => string;
}

/** Starts a console with made-up keys in each cloud. */
export async function openConsole(keys: number): Promise<OpenConsole> {
  const local = await openLocalClouds({ keys });
  const folder = await mkdtemp(join(tmpdir(), "crosstag-console-"));
  const { crosstag, tryIt } = local;
  const running = await startConsole({ crosstag, stateFolder: folder, clouds: "local", tryIt, port: 0 });
  return {
    local,
    running,
    addressOf: (path) => `${running.origin}${path}#token=${running.token}`,
    [Symbol.asyncDispose]: async () => {
      await running.close();
      await local.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
