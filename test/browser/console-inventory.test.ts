import type { Locator, Page } from "playwright-core";
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
    const count = countOf(page);
    await expect.poll(() => count.textContent()).toMatch(/^\d+ resources$/);
    const all = Number.parseInt((await count.textContent()) ?? "", 10);
    // The keys that were asked for, those to try operations on, secrets, and the hostile one.
    expect(all).toBeGreaterThan(3 * KEYS);
    expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe(String(all + 1));
    expect(await page.getByText("not set").first().isVisible()).toBe(true);

    await page.getByLabel("Provider", { exact: true }).selectOption("alibaba");
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
    await expect.poll(() => page.getByLabel("Tag", { exact: true }).getAttribute("aria-invalid")).toBe("true");

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
    await allRead(page);
    const texts = await page.locator(".grid-row .one-line").allTextContents();
    const seen = new Set(texts);
    // Only the clouds' own order decides which keys have a column at first.
    const shown = HOSTILE_TEXTS.filter((text) => seen.has(text));
    expect(shown.length).toBeGreaterThan(3);
    expect(await page.locator("#root script, #root img[src=x], #root svg").count()).toBe(0);
    await page.getByRole("button", { name: "Columns" }).click();
    await page.locator("dialog[open]").waitFor();
    const choices = async () => (await page.locator("dialog[open] label").allTextContents()).join("\n");
    for (const text of HOSTILE_TEXTS) await expect.poll(choices).toContain(text);
  });

  test("is used with the keyboard alone", async () => {
    await using opened = await open("/?provider=aws&kind=key&filter=stage&columns=stage&columns=note");
    const { page } = opened;
    await page.getByRole("row").nth(3).waitFor();
    await allRead(page);
    await tabTo(page, /^-?\d+:\d+$/);
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () => expect.poll(() => page.evaluate(FOCUSED));
    await press("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight");
    await focused().toBe("1:4");
    await page.keyboard.type("typed");
    await focused().toBe("INPUT");
    await press("Enter");
    await focused().toBe("2:4");
    await press("F2", "x", "Escape");
    await focused().toBe("2:4");
    await press("Delete", "ArrowLeft", "Space");
    await focused().toBe("2:3");
    await press("Control+End");
    await focused().toBe(`${KEYS - 1}:${await lastColumn(page)}`);
    await press("Control+Home", "ArrowUp");
    await focused().toBe("-1:0");
    const bar = page.getByLabel("Your changes");
    await expect.poll(() => bar.textContent()).toContain("2 resources changed here");
    await expect.poll(() => page.locator(".selection").textContent()).toContain("1 resource selected");
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
    await expect.poll(() => page.evaluate("document.activeElement?.textContent")).toBe("Review and plan");
    // A view without a row, such as one whose rows are still being read, takes nothing away from who reviews.
    await page.getByLabel("Name, alias or description").fill("no such resource");
    await page.getByText("No resource matches").waitFor();
    await page.getByRole("button", { name: "Review and plan" }).focus();
    await page.evaluate("document.querySelector('.no-rows button').click()");
    await page.getByRole("row").nth(3).waitFor();
    await focused().toBe("BUTTON");
  });

  test("makes a plan of edits that every cloud accepts, and changes nothing itself", async () => {
    await using opened = await open("/?kind=key&provider=alibaba&columns=team&columns=reviewed");
    const { page } = opened;
    const bar = page.getByLabel("Your changes");
    await page.getByRole("row").nth(3).waitFor();
    await allRead(page);
    await page.locator('[data-cell="0:4"]').click();
    await page.keyboard.type("für alle");
    const field = page.locator(".cell-editor");
    await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => page.locator(".cell-detail").textContent()).toMatch(/Refused:.*“ü” \(U\+00FC\).*ASCII/);
    await page.keyboard.press("Enter");
    await expect.poll(() => bar.textContent()).toContain("1 resource would be refused");
    await page.getByRole("button", { name: "Review and plan" }).click();
    const make = page.getByRole("button", { name: "Make the plan" });
    await expect.poll(() => make.getAttribute("aria-disabled")).toBe("true");
    await expect.poll(() => page.locator("dialog .tag-changes").textContent()).toMatch(/→ für alle Refused$/);
    await page.getByRole("button", { name: "Take back all changes" }).click();
    await page.keyboard.press("Escape");

    await page.locator('[data-cell="1:4"]').click();
    await paste(page, "audit\tyes\naudit\t\n");
    await expect.poll(() => bar.textContent()).toContain("2 resources changed here");
    await page.getByLabel("Select all resources of this view").click();
    await page.getByRole("button", { name: "Set a tag" }).click();
    await page.keyboard.type("reviewed");
    await page.getByLabel("Value").fill("2026✓");
    await expect.poll(() => page.locator(".judged").textContent()).toMatch(/Refused, \d+ resources: .*“✓”/);
    await page.locator(".judged .bad").waitFor();
    await page.getByLabel("Value").fill("2026-Q4");
    await expect.poll(() => page.locator(".judged .bad").count()).toBe(0);
    await page.keyboard.press("Enter");
    const keys = local().clouds.alibaba.keys.list().length;
    await expect.poll(() => bar.textContent()).toContain(`${keys} resources changed here`);

    await page.getByRole("button", { name: "Review and plan" }).click();
    await expect.poll(() => page.locator(".forecast").textContent()).toMatch(/\d+ resources would change in \d+ calls/);
    await page.getByLabel("Name of the plan, for people (optional)").fill("Reviewed in autumn");
    await make.click();
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
      await allRead(page);
      const headings = await page.getByRole("columnheader").allInnerTexts();
      // In a narrow window, a tag is seen beside the name.
      expect(headings[2]).toMatch(width < 768 ? /^team/ : /^Cloud/);
      await page.locator('.grid-cell.tag[data-cell^="0:"]').first().click();
      await page.keyboard.type("für");
      await page.keyboard.press("Enter");
      await expect.poll(() => page.getByLabel("Your changes").textContent()).toContain("1 resource changed here");
      const scrollWidth = () => page.evaluate("document.documentElement.scrollWidth");
      expect(await scrollWidth()).toBe(width);
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole("button", { name: "Review and plan" }).click();
      await page.locator("dialog[open] .edit-groups").waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await scrollWidth()).toBe(width);
      await page.setViewportSize({ width: 390, height: 844 });
      await expect.poll(scrollWidth).toBe(390);
      await page.getByRole("button", { name: "Close" }).first().click();
      await page.locator("summary", { hasText: "Conditions" }).click();
      // What is around the table leaves it more than half of a telephone.
      await expect.poll(() => rowsInSight(page)).toBeGreaterThanOrEqual(7);
    },
  );
});

/** Rows that are seen whole, without scrolling the page. */
function rowsInSight(page: Page): Promise<number> {
  return page.evaluate<number>(`(() => {
    const placeOf = (name) => document.querySelector(name).getBoundingClientRect();
    const top = placeOf(".grid-head").bottom;
    const bottom = placeOf(".grid-foot").top;
    const rows = [...document.querySelectorAll(".grid-body .grid-row")].map((row) => row.getBoundingClientRect());
    return rows.filter((row) => row.top >= top && row.bottom <= bottom).length;
  })()`);
}

function countOf(page: Page): Locator {
  return page.locator(".inventory-head p");
}

/** Waits until every resource is there: rows that come later change how many there are, and what has a column. */
async function allRead(page: Page): Promise<void> {
  await expect.poll(() => countOf(page).textContent()).toMatch(/[1-9]\d* resources?$/);
}

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
