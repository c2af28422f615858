import { expect } from "vitest";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

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
  options: BrowserContextOptions = {},
): Promise<OpenReport> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, ...options });
  const page = await context.newPage();
  // As `expect.poll`: the limit is for what hangs.
  page.setDefaultTimeout(300_000);
  const asked = new Set<string>();
  const complaints: string[] = [];
  page.on("request", (request) => asked.add(request.url().replace(/#.*/, "")));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(address);
  return {
    page,
    asked,
    complaints,
    async [Symbol.asyncDispose]() {
      const ran = options.javaScriptEnabled === false ? null : await page.evaluate("window.ranFromData ?? null");
      await context.close();
      expect(ran, "a text from the data was run").toBeNull();
      expect(complaints).toEqual([]);
      // The icon is in the page itself.
      expect([...asked].filter((url) => !url.startsWith("data:"))).toEqual([address.replace(/#.*/, "")]);
    },
  };
}
