import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { runCrosstag, startCrosstag, type RunOptions, type RunResult } from "./run-crosstag.ts";
import type { Subprocess } from "nano-spawn";

/** Both clouds on loopback, without quotas, and the command wired to them by environment. */
export interface Scene extends AsyncDisposable {
  readonly clouds: LocalClouds;
  /** A directory of its own, also the home and the state of the command. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  run(commandLine: readonly string[], options?: RunOptions): Promise<RunResult>;
  start(commandLine: readonly string[], options?: RunOptions): Subprocess;
  /** Requests that either cloud has received. */
  requests(): number;
  close(): Promise<void>;
}

/** @param allowedHosts names by which the clouds may be asked, besides loopback */
export async function openScene(allowedHosts: readonly string[] = []): Promise<Scene> {
  const clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" }, allowedHosts });
  const directory = await mkdtemp(join(tmpdir(), "crosstag-cli-"));
  const { endpoint } = clouds.alibaba;
  const environment = {
    ...clouds.environment(),
    HOME: directory,
    CROSSTAG_ALIBABA_ENDPOINT: endpoint,
  };
  const close = async () => {
    await clouds.close();
    await rm(directory, { recursive: true, force: true });
  };
  const completed = (options: RunOptions = {}): RunOptions => ({
    directory,
    ...options,
    environment: { ...environment, ...options.environment },
  });
  return {
    clouds,
    directory,
    environment,
    run: (commandLine, options) => runCrosstag(commandLine, completed(options)),
    start: (commandLine, options) => startCrosstag(commandLine, completed(options)),
    requests: () => clouds.aws.requests.count() + clouds.alibaba.requests.count(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
