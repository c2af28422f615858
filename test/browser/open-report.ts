import { expect } from "vitest";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openWindow } from "./open-window.ts";

export interface OpenReport extends AsyncDisposable {
  readonly page: Page;
  /** Addresses that were asked for, without what is after their #. */
  readonly asked: ReadonlySet<string>;
  /** What the console says, and errors that nothing caught. */
  readonly complaints: readonly string[];
}

/** A report in a window of its own, which has to have been quiet and alone when it is closed. */
export async function openReport(
  browser: Browser,
  address: string,
  options?: BrowserContextOptions,
): Promise<OpenReport> {
  const { page, complaints, close } = await openWindow(browser, options);
  const asked = new Set<string>();
  page.on("request", (request) => asked.add(request.url().replace(/#.*/, "")));
  await page.goto(address);
  return {
    page,
    asked,
    complaints,
    async [Symbol.asyncDispose]() {
      await close();
      expect(complaints).toEqual([]);
      // The icon is in the page itself.
      expect([...asked].filter((url) => !url.startsWith("data:"))).toEqual([address.replace(/#.*/, "")]);
    },
  };
}
