import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLocalClouds, startConsole, type OpenedLocalClouds, type RunningConsole } from "@crosstag/console";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { openWindow } from "./open-window.ts";
import { sharedBrowser } from "./shared-browser.ts";

/** A page of the console, which has to have been quiet and alone when it is closed. */
export interface OpenedConsolePage extends AsyncDisposable {
  readonly page: Page;
}

/** A console over local clouds, and a browser, for the tests that stand beside the call. */
export interface ConsoleInBrowser {
  readonly local: () => OpenedLocalClouds;
  /** The address of one of its pages, such as `/plans`, with the token. */
  readonly addressOf: (path: string) => string;
  /** Opens one of its pages in a window of its own. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<OpenedConsolePage>;
}

/** Starts the console once for a file of tests; `fill` adds resources to its clouds. */
export function useConsole({
  keys,
  fill = () => {},
}: {
  readonly keys: number;
  readonly fill?: (local: OpenedLocalClouds) => void;
}): ConsoleInBrowser {
  let browser: Browser | undefined;
  let local: OpenedLocalClouds | undefined;
  let running: RunningConsole | undefined;
  let folder: string | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosstag-console-"));
    local = await openLocalClouds({ keys });
    fill(local);
    const { crosstag, tryIt } = local;
    running = await startConsole({ crosstag, stateFolder: folder, clouds: "local", tryIt, port: 0 });
    browser = await sharedBrowser();
  });
  afterAll(async () => {
    await running?.close();
    await local?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  const addressOf = (path: string) => {
    const { origin, token } = started(running);
    return `${origin}${path}#token=${token}`;
  };
  return {
    local: () => started(local),
    addressOf,
    open: (path, options) => openConsolePage(started(browser), addressOf(path), options),
  };
}

function started<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error("The console has not started yet.");
  return part;
}

async function openConsolePage(
  browser: Browser,
  address: string,
  options?: BrowserContextOptions,
): Promise<OpenedConsolePage> {
  const { page, complaints, close } = await openWindow(browser, options);
  const { origin } = new URL(address);
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("blob:")) foreign.push(request.url());
  });
  await page.goto(address);
  return {
    page,
    async [Symbol.asyncDispose]() {
      await close();
      expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
    },
  };
}
