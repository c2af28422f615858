import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCrosstag, type OpenedCrosstag } from "@crosstag/clouds";
import { createConsole } from "@crosstag/console";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { openServiceState, resourcePlaces, startService } from "@crosstag/service";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { openWindow } from "./open-window.ts";

/** A console over local clouds, whose state outlives it. */
export interface ConsoleScene extends AsyncDisposable {
  readonly clouds: LocalClouds;
  readonly stateFolder: string;
  /**
   * Ends all connections at once, and then the service. Requests that a `delay` fault of a cloud holds continue then, and none is
   * held any more.
   */
  stop(): Promise<void>;
  /** Starts the console again, under the same address. */
  start(): Promise<void>;
  open(browser: Browser, options?: BrowserContextOptions): Promise<OpenConsole>;
}

interface OpenConsole extends AsyncDisposable {
  readonly page: Page;
}

const TOKEN = "made-up-token-of-a-test";

export async function consoleScene(): Promise<ConsoleScene> {
  const released = new AbortController();
  const held = once(released.signal, "abort");
  const clouds = await startLocalClouds({
    aws: { quotas: "off" },
    alibaba: { quotas: "off" },
    // A request with the fault `delay` waits until the test lets it continue.
    clock: { now: () => Date.now(), sleep: async () => void (await held) },
  });
  const crosstag = await openCrosstag({
    configuration: {
      clouds: {
        aws: { provider: "aws", region: clouds.aws.region, endpoint: clouds.aws.endpoint },
        alibaba: { provider: "alibaba", region: clouds.alibaba.region, endpoint: clouds.alibaba.endpoint },
      },
    },
    credentials: { aws: clouds.aws.credentials, alibaba: clouds.alibaba.credentials },
    engine: { pacing: "off", retry: "immediate", settleTimeoutMs: 1_000 },
  });
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-console-"));
  let opened = await openConsole(crosstag, stateFolder, 0);
  const port = Number(new URL(opened.url).port);
  let running = true;
  const stop = async () => {
    if (!running) return;
    running = false;
    await opened.close(() => released.abort());
  };
  return {
    clouds,
    stateFolder,
    stop,
    start: async () => {
      opened = await openConsole(crosstag, stateFolder, port);
      running = true;
    },
    open: (browser, options) => openPage(browser, `${opened.url}/#token=${TOKEN}`, options),
    async [Symbol.asyncDispose]() {
      await stop();
      await crosstag.close();
      await clouds.close();
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}

async function openConsole(crosstag: OpenedCrosstag, stateFolder: string, port: number) {
  const state = await openServiceState({ crosstag, stateFolder, now, places: resourcePlaces(crosstag) });
  let url = "";
  const service = await createConsole({
    context: { crosstag, stateFolder, now, random: Math.random, state },
    clouds: "local",
    tryIt: [],
    version: "0.0.0",
    page: join(import.meta.dirname, "../../packages/console/dist/public"),
    token: TOKEN,
    port: () => Number(new URL(url).port),
  });
  const running = await startService(service, { port });
  url = running.url;
  return {
    url,
    close: async (release: () => void) => {
      await running.close();
      release();
      await state.close();
    },
  };
}

function now(): Date {
  return new Date();
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
