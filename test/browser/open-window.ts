import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";

/** A window with one page, which nothing from the data may run in. */
export interface OpenWindow {
  readonly page: Page;
  /** What the console says, errors that nothing caught, and the texts of dialogs. */
  readonly complaints: readonly string[];
  /** Closes it, and fails if a text from the data was run. */
  readonly close: () => Promise<void>;
}

/** Opens a window before its page has an address, so that nothing is missed. */
export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenWindow> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, ...options });
  const page = await context.newPage();
  // As `expect.poll`: the limit is for what hangs.
  page.setDefaultTimeout(300_000);
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  return {
    page,
    complaints,
    close: async () => {
      const ran = options.javaScriptEnabled === false ? null : await page.evaluate("window.ranFromData ?? null");
      await context.close();
      expect(ran, "a text from the data was run").toBeNull();
    },
  };
}
