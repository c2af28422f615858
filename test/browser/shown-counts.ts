import type { Page } from "playwright-core";

/** The numbers of the line above the list: how many resources are shown, and how many there are. */
export async function shownCounts(page: Page): Promise<readonly number[]> {
  const text = (await page.locator("#status").textContent()) ?? "";
  const [, shown, all] = /^(\d+) of (\d+) resources?/.exec(text.replaceAll(",", "")) ?? [];
  return [Number(shown), Number(all)];
}
