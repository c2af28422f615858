import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeHtmlReport, type ReportInput } from "@crosstag/compliance";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { openReport, type OpenReport } from "./open-report.ts";
import { sharedBrowser } from "./shared-browser.ts";

export interface ReportsInBrowser {
  /** The address of a report as a file. */
  readonly write: (name: string, input: ReportInput) => Promise<string>;
  readonly open: (address: string, options?: BrowserContextOptions) => Promise<OpenReport>;
}

/** A browser and a folder for the tests that stand beside the call. */
export function useBrowser(): ReportsInBrowser {
  let browser: Browser | undefined;
  let folder: string | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosstag-report-"));
    browser = await sharedBrowser();
  });
  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  return {
    write: async (name, input) => {
      const file = join(folder ?? "", name);
      await writeFile(file, writeHtmlReport(input));
      return pathToFileURL(file).href;
    },
    open: (address, options) => {
      if (browser === undefined) throw new Error("There is no browser yet.");
      return openReport(browser, address, options);
    },
  };
}
