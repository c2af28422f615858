import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stdout } from "node:process";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { defaultAdapterRegistry } from "@crosstag/clouds/registry";
import { startConsole } from "@crosstag/console";
import { createCrosstag } from "@crosstag/core";
import { decorateDriver } from "@crosstag/core/testing";
import { chromium, type Browser, type Page } from "playwright-core";
import { median } from "./compare.ts";
import { createCountedCloud } from "./counted-cloud.ts";
import { printTable } from "./print-table.ts";

const PROGRAM = fileURLToPath(new URL("../../../packages/cli/dist/bin.cjs", import.meta.url));
const BROWSER = process.env["CROSSTAG_BROWSER"] ?? "/usr/bin/chromium";
const RESOURCES = 100_000;
const ROUNDS = 3;
/** Pixels and steps of the scroll: about a third of all rows. */
const STEP = 4_800;
const STEPS = 300;

/** Runs in the page: scrolls, and measures the time from each frame to the next. */
const SCROLL = `(async () => {
  const grid = document.querySelector(".tag-grid");
  const frames = [];
  let last = await new Promise(requestAnimationFrame);
  for (let step = 0; step < ${STEPS}; step += 1) {
    grid.scrollTop += ${STEP};
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
  }
  return { frames, rows: document.querySelectorAll(".grid-body .grid-row").length };
})()`;

interface Round {
  readonly firstRows: number;
  readonly allRows: number;
  readonly search: number;
  readonly frames: readonly number[];
}

/** Milliseconds since a command was started. */
interface Start {
  readonly address: number;
  readonly firstPage: number;
  readonly firstRows: number;
}

/** How long the console takes to start and to show something, and how quick its page is with many resources. */
export async function runConsoleBench(): Promise<void> {
  if (!existsSync(BROWSER)) {
    stdout.write(`console: not run, because there is no browser at ${BROWSER}. Name one in CROSSTAG_BROWSER.\n`);
    return;
  }
  const browser = await chromium.launch({ executablePath: BROWSER, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    await measureStarts(browser);
    await measureManyRows(browser);
  } finally {
    await browser.close();
  }
}

/** Whole processes of `crosstag console` over local clouds with its default number of keys, each opened in a new tab. */
async function measureStarts(browser: Browser): Promise<void> {
  const starts: Start[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const start = await measureStart(browser);
    // The first round fills caches.
    if (round > 0) starts.push(start);
  }
  printTable(
    `From the start of \`crosstag console --local\`: medians of ${ROUNDS} rounds, ms`,
    ["", "ms"],
    [
      ["its address", median(starts.map(({ address }) => address))],
      ["the first page in a tab of a browser that runs", median(starts.map(({ firstPage }) => firstPage))],
      ["the first rows of its inventory", median(starts.map(({ firstRows }) => firstRows))],
    ],
  );
}

async function measureStart(browser: Browser): Promise<Start> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
  const startedAt = performance.now();
  const command = spawn(process.execPath, [PROGRAM, "console", "--local", "--port", "0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const [url] = (await once(createInterface({ input: command.stdout }), "line")) as [string];
    const address = performance.now() - startedAt;
    await page.goto(url, { waitUntil: "commit" });
    await page.getByRole("heading", { level: 1 }).waitFor();
    const firstPage = performance.now() - startedAt;
    await page.locator(".grid-body .grid-row").first().waitFor();
    return { address, firstPage, firstRows: performance.now() - startedAt };
  } finally {
    await page.close();
    command.kill("SIGINT");
    await once(command, "close");
  }
}

/** The inventory of many resources in a browser: over a cloud in memory, so that the console and its page are what is measured. */
async function measureManyRows(browser: Browser): Promise<void> {
  const counted = createCountedCloud(RESOURCES);
  const driver = decorateDriver(counted, {
    // It has the same resources for every kind.
    listResources: async (call, context) => {
      await setImmediate();
      return (call.kind === "key" ? await counted.listResources?.(call, context) : undefined) ?? { resources: [] };
    },
    // As calls over a network do, each lets the service send what it has.
    readTags: async (call, context) => {
      await setImmediate();
      return counted.readTags(call, context);
    },
  });
  const crosstag = Object.assign(createCrosstag([driver], { pacing: "off", maximumConcurrentCalls: 64 }), {
    configuration: { clouds: {} },
    drivers: new Map([["counted", driver]]),
    fleets: [],
    registry: defaultAdapterRegistry(),
    cloudNames: new Map(),
  });
  const folder = await mkdtemp(join(tmpdir(), "crosstag-console-"));
  const running = await startConsole({ crosstag, stateFolder: folder, clouds: "local", tryIt: [], port: 0 });
  try {
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
      rounds.push(await measure(page, running.url));
      await page.close();
    }
    printRounds(rounds);
  } finally {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(page: Page, url: string): Promise<Round> {
  page.setDefaultTimeout(300_000);
  const startedAt = performance.now();
  await page.goto(url);
  await page.locator(".grid-body .grid-row").first().waitFor();
  const firstRows = performance.now() - startedAt;
  await page.getByText("100,000 resources", { exact: true }).waitFor();
  const allRows = performance.now() - startedAt;
  const { frames } = await page.evaluate<{ readonly frames: readonly number[] }>(SCROLL);
  const typedAt = performance.now();
  await page.getByLabel("Name, alias or description").fill("key-0099");
  await page.getByText("1,000 of 100,000 resources", { exact: true }).waitFor();
  return { firstRows, allRows, search: performance.now() - typedAt, frames };
}

function printRounds(rounds: readonly Round[]): void {
  const frames = rounds.flatMap((round) => round.frames).toSorted((left, right) => left - right);
  const at = (share: number) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))] ?? 0;
  printTable(
    `The inventory of ${RESOURCES} resources with 10 tags each in a browser: medians of ${ROUNDS} rounds, ms`,
    ["", "ms"],
    [
      ["from the address to the first rows", median(rounds.map(({ firstRows }) => firstRows))],
      ["from the address to all rows", median(rounds.map(({ allRows }) => allRows))],
      ["from a search text to its rows", median(rounds.map(({ search }) => search))],
      [`frame while scrolling ${STEP} pixels a frame, median`, at(0.5)],
      ["the same, 95 of 100", at(0.95)],
      ["the same, 99 of 100", at(0.99)],
      ["the longest frame", at(1)],
    ],
  );
}
