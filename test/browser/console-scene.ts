import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultAdapterRegistry } from "@crosstag/clouds";
import type { KmsAdapter } from "@crosstag/core/driver";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { serveConsole, type ConsoleSettings } from "./console-process/serve-console.ts";
import { openWindow } from "./open-window.ts";

/** A console over local clouds. */
export interface ConsoleScene extends AsyncDisposable {
  readonly clouds: LocalClouds;
  readonly stateFolder: string;
  open(browser: Browser, options?: BrowserContextOptions): Promise<OpenConsole>;
}

/** A console that is a process of its own, whose state outlives it. */
export interface ConsoleProcess extends ConsoleScene {
  /** Kills the process. Requests that a `delay` fault of a cloud holds continue then, and none is held any more. */
  kill(): Promise<void>;
  /** Starts another process under the same address. */
  start(): Promise<void>;
}

interface OpenConsole extends AsyncDisposable {
  readonly page: Page;
}

const TOKEN = "made-up-token-of-a-test";
const PROGRAM = join(import.meta.dirname, "console-process/dist/console-program.js");

/** A console in this process; a cloud in memory can stand beside the local clouds. */
export async function consoleScene({ memory }: { readonly memory?: KmsAdapter } = {}): Promise<ConsoleScene> {
  const { clouds, settings, close } = await prepare(memory?.provider);
  const registry = memory && defaultAdapterRegistry().register(memory);
  const served = await serveConsole(settings, registry);
  return {
    clouds,
    stateFolder: settings.stateFolder,
    open: (browser, options) => openPage(browser, `${served.url}/#token=${TOKEN}`, options),
    async [Symbol.asyncDispose]() {
      await served.close();
      await close();
    },
  };
}

export async function consoleProcess(): Promise<ConsoleProcess> {
  const { clouds, settings, release, close } = await prepare();
  let { child, url } = await startProcess(settings);
  const port = Number(new URL(url).port);
  const kill = async () => {
    const ended = once(child, "exit");
    if (child.kill("SIGKILL")) await ended;
    release();
  };
  return {
    clouds,
    stateFolder: settings.stateFolder,
    kill,
    start: async () => {
      ({ child, url } = await startProcess({ ...settings, port }));
    },
    open: (browser, options) => openPage(browser, `${url}/#token=${TOKEN}`, options),
    async [Symbol.asyncDispose]() {
      await kill();
      await close();
    },
  };
}

interface Prepared {
  readonly clouds: LocalClouds;
  readonly settings: ConsoleSettings;
  /** Lets requests continue that a `delay` fault holds. */
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

async function prepare(memory?: string): Promise<Prepared> {
  const released = new AbortController();
  const held = once(released.signal, "abort");
  const clouds = await startLocalClouds({
    aws: { quotas: "off" },
    alibaba: { quotas: "off" },
    tencent: { quotas: "off" },
    // A request with the fault `delay` waits until the test lets it continue.
    clock: { now: () => Date.now(), sleep: async () => void (await held) },
  });
  const { aws, alibaba, tencent } = clouds;
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-console-"));
  const settings: ConsoleSettings = {
    clouds: {
      configuration: {
        clouds: {
          aws: { provider: "aws", region: aws.region, endpoint: aws.endpoint },
          alibaba: { provider: "alibaba", region: alibaba.region, endpoint: alibaba.endpoint },
          tencent: { provider: "tencent", region: tencent.region, endpoint: tencent.endpoint },
          ...(memory !== undefined && { memory: { provider: memory, region: "memory-1" } }),
        },
      },
      credentials: { aws: aws.credentials, alibaba: alibaba.credentials, tencent: tencent.credentials },
    },
    stateFolder,
    page: join(import.meta.dirname, "../../packages/console/dist/public"),
    port: 0,
    token: TOKEN,
  };
  return {
    clouds,
    settings,
    release: () => released.abort(),
    close: async () => {
      released.abort();
      await clouds.close();
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}

async function startProcess(
  settings: ConsoleSettings,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(settings)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The console ended with ${code}.`);
  });
  // The end of a process that was started is not an error.
  ended.catch(() => {});
  const [line] = await Promise.race([once(child.stdout, "data"), ended]);
  return { child, url: String(line).trim() };
}

async function openPage(browser: Browser, address: string, options?: BrowserContextOptions): Promise<OpenConsole> {
  const { page, complaints, close } = await openWindow(browser, { locale: "en-US", ...options });
  await page.goto(address);
  return {
    page,
    async [Symbol.asyncDispose]() {
      await close();
      // A service that is not there is what the browser itself writes about.
      expect(complaints.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
    },
  };
}
