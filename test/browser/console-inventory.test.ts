import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { axeViolations } from "./axe-violations.ts";
import { isBrowserMissing } from "./find-browser.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";
import { useConsole } from "./use-console.ts";

const KEYS = 20;
const HOSTILE_ALIAS = "alias/hostile";
const WRITES = /^(?:Tag|Untag)Resources?$/;

/** What has the focus: the cell of the grid, or what it is. */
const FOCUSED = "document.activeElement?.dataset.cell ?? document.activeElement?.tagName";

describe.skipIf(isBrowserMissing())("the inventory of the console", () => {
  const { open, local } = useConsole({
    keys: KEYS,
    fill: ({ clouds }) => {
      clouds.aws.keys.createKey({
        aliases: [HOSTILE_ALIAS],
        tags: Object.fromEntries(HOSTILE_TEXTS.map((text, index) => [text, HOSTILE_TEXTS.at(index - 1) ?? ""])),
      });
    },
  });

  test("shows every resource with its tags, and keeps what is chosen in the address", async () => {
    await using opened = await open("/");
    const { page } = opened;
    const count = page.locator(".inventory-head p");
    await expect.poll(() => count.textContent()).toMatch(/^\d+ resources$/);
    const all = Number.parseInt((await count.textContent()) ?? "", 10);
    // The keys that were asked for, those to try operations on, secrets, and the hostile one.
    expect(all).toBeGreaterThan(3 * KEYS);
    expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe(String(all + 1));
    expect(await page.getByText("not set").first().isVisible()).toBe(true);

    await page.getByLabel("Cloud", { exact: true }).selectOption("alibaba");
    await page.getByLabel("Kind").selectOption("key");
    await page.getByLabel("Missing tag").selectOption("owner");
    await page.getByLabel("Tag", { exact: true }).fill("team=pay*");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^team\b/ }).click();
    const expected = local()
      .clouds.alibaba.keys.list()
      .map(({ arn }) => local().clouds.alibaba.keys.tagsOf(arn))
      .filter(({ owner, team }) => owner === undefined && team === "payments").length;
    expect(expected).toBeGreaterThan(0);
    await expect.poll(() => count.textContent()).toBe(`${expected} of ${all} resources`);
    const { searchParams } = new URL(page.url());
    expect([...searchParams]).toEqual([
      ["provider", "alibaba"],
      ["kind", "key"],
      ["sort", "tag:team"],
      ["filter", "team=pay*"],
      ["missing", "owner"],
    ]);
    expect(page.url()).not.toContain("token");
    await page.reload();
    await expect.poll(() => count.textContent()).toBe(`${expected} of ${all} resources`);
    await page.getByLabel("Tag", { exact: true }).fill("=x");
    expect(await page.getByLabel("Tag", { exact: true }).getAttribute("aria-invalid")).toBe("true");

    await page.getByRole("button", { name: "Remove the condition without owner" }).click();
    await page.getByLabel("Name, alias or description").fill("no such resource");
    await expect.poll(() => page.getByText("No resource matches").isVisible()).toBe(true);
    await page.getByRole("button", { name: "Remove all conditions" }).first().click();
    await expect.poll(() => count.textContent()).toBe(`${all} resources`);
  });

  test("shows keys and values of any text as text", async () => {
    await using opened = await open(`/?alias=hostile`);
    const { page } = opened;
    await page.getByRole("rowheader", { name: HOSTILE_ALIAS }).waitFor();
    const texts = await page.locator(".grid-row .one-line").allTextContents();
    const seen = new Set(texts);
    // Only the clouds' own order decides which keys have a column at first.
    const shown = HOSTILE_TEXTS.filter((text) => seen.has(text));
    expect(shown.length).toBeGreaterThan(3);
    expect(await page.locator("#root script, #root img[src=x], #root svg").count()).toBe(0);
    await page.getByRole("button", { name: "Columns" }).click();
    await page.locator("dialog[open]").waitFor();
    const choices = (await page.locator("dialog[open] label").allTextContents()).join("\n");
    for (const text of HOSTILE_TEXTS) expect(choices).toContain(text);
  });

  test("is used with the keyboard alone", async () => {
    await using opened = await open("/?provider=aws&kind=key&filter=stage&columns=stage&columns=note");
    const { page } = opened;
    await page.getByRole("row").nth(3).waitFor();
    await tabTo(page, /^-?\d+:\d+$/);
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
      return page.evaluate(FOCUSED);
    };
    expect(await press("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight")).toBe("1:4");
    await page.keyboard.type("typed");
    expect(await page.evaluate(FOCUSED)).toBe("INPUT");
    expect(await press("Enter")).toBe("2:4");
    expect(await press("F2", "x", "Escape")).toBe("2:4");
    expect(await press("Delete", "ArrowLeft", "Space")).toBe("2:3");
    expect(await press("Control+End")).toBe(`${KEYS - 1}:${await lastColumn(page)}`);
    expect(await press("Control+Home", "ArrowUp")).toBe("-1:0");
    const bar = page.getByLabel("Your changes");
    expect(await bar.textContent()).toContain("2 resources changed here");
    expect(await page.locator(".selection").textContent()).toContain("1 resource selected");
    // The changes are there after the page was loaded again; the selection is not.
    await page.reload();
    await expect.poll(() => bar.textContent()).toContain("2 resources changed here");
    await page.getByRole("button", { name: "Review and plan" }).focus();
    await press("Enter");
    // The dialog shows its changes in the next frame, and those of resources that are still being read when they are there.
    await expect
      .poll(() => page.locator("dialog .tag-changes").allTextContents())
      .toEqual([expect.stringMatching(/: .* → typed$/), expect.stringMatching(/ → removed$/)]);
    await press("Escape");
    expect(await page.evaluate("document.activeElement?.textContent")).toBe("Review and plan");
  });

  test("makes a plan of edits that every cloud accepts, and changes nothing itself", async () => {
    await using opened = await open("/?kind=key&provider=alibaba&columns=team&columns=reviewed");
    const { page } = opened;
    const bar = page.getByLabel("Your changes");
    await page.getByRole("row").nth(3).waitFor();
    await page.locator('[data-cell="0:4"]').click();
    await page.keyboard.type("für alle");
    const field = page.locator(".cell-editor");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator(".cell-detail").textContent()).toMatch(/Refused:.*“ü” \(U\+00FC\).*ASCII/);
    await page.keyboard.press("Enter");
    expect(await bar.textContent()).toContain("1 resource would be refused");
    await page.getByRole("button", { name: "Review and plan" }).click();
    expect(await page.getByRole("button", { name: "Make the plan" }).getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("button", { name: "Take back all changes" }).click();
    await page.keyboard.press("Escape");

    await page.locator('[data-cell="1:4"]').click();
    await paste(page, "audit\tyes\naudit\t\n");
    expect(await bar.textContent()).toContain("2 resources changed here");
    await page.getByLabel("Select all resources of this view").click();
    await page.getByRole("button", { name: "Set a tag" }).click();
    await page.keyboard.type("reviewed");
    await page.getByLabel("Value").fill("2026✓");
    await page.locator(".judged .bad").waitFor();
    expect(await page.locator(".judged").textContent()).toMatch(/Refused, \d+ resources: .*“✓”/);
    await page.getByLabel("Value").fill("2026-Q4");
    await expect.poll(() => page.locator(".judged .bad").count()).toBe(0);
    await page.keyboard.press("Enter");
    const keys = local().clouds.alibaba.keys.list().length;
    await expect.poll(() => bar.textContent()).toContain(`${keys} resources changed here`);

    await page.getByRole("button", { name: "Review and plan" }).click();
    await expect.poll(() => page.locator(".forecast").textContent()).toMatch(/\d+ resources would change in \d+ calls/);
    await page.getByLabel("Name of the plan, for people (optional)").fill("Reviewed in autumn");
    await page.getByRole("button", { name: "Make the plan" }).click();
    await page.waitForURL(/\/plans\/sha256:[0-9a-f]{64}$/);
    await page.getByText("Reviewed in autumn").first().waitFor();
    expect(await page.evaluate("sessionStorage.getItem('crosstag-edits')")).toBeNull();
    const { aws, alibaba, tencent } = local().clouds;
    const written = [aws, alibaba, tencent].flatMap(({ requests }) =>
      requests.entries.filter(({ operation }) => WRITES.test(operation)),
    );
    expect(written).toEqual([]);
  });

  test.each([
    ["light", 1_280],
    ["dark", 360],
  ] as const)(
    "axe finds nothing in %s, %i pixels wide, and the page does not scroll sideways",
    async (colorScheme, width) => {
      await using opened = await open("/?kind=key&columns=team&columns=stage", {
        colorScheme,
        viewport: { width, height: 640 },
      });
      const { page } = opened;
      await page.getByRole("row").nth(3).waitFor();
      await page.locator('[data-cell="0:4"]').click();
      await page.keyboard.type("für");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole("button", { name: "Review and plan" }).click();
      await page.locator("dialog[open] .edit-groups").waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      await page.setViewportSize({ width: 390, height: 640 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    },
  );
});

/** Presses Tab until something with such a mark has the focus. */
async function tabTo(page: Page, mark: RegExp): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press("Tab");
    if (mark.test(String(await page.evaluate(FOCUSED)))) return;
  }
  throw new Error("The grid cannot be reached with Tab.");
}

async function lastColumn(page: Page): Promise<number> {
  return Number(await page.getByRole("grid").getAttribute("aria-colcount")) - 1;
}

/** Pastes a text into what has the focus, as the browser does. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", ${JSON.stringify(text)});
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }`);
}
