import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { axeViolations } from "./axe-violations.ts";
import { contrastViolations } from "./contrast-violations.ts";
import { isBrowserMissing } from "./find-browser.ts";
import { madeUpCheck } from "./made-up-check.ts";
import { useBrowser } from "./use-browser.ts";

/** So many that every list has several pages. */
const many = madeUpCheck(3_000, { compared: true });
const ofPayments = many.records.filter(({ team }) => team === "payments");

/** Of what has the focus. */
interface Focused {
  readonly id: string;
  readonly label: string;
  readonly outline: number;
  readonly inView: boolean;
}

describe.skipIf(isBrowserMissing())("the accessibility of the report", () => {
  const { write, open } = useBrowser();
  let report: string;
  beforeAll(async () => {
    report = await write("report.html", many.input);
  });

  test.each([
    ["light", 1_280],
    ["dark", 360],
  ] as const)("axe finds nothing in %s, %i pixels wide, whole and filtered", async (colorScheme, width) => {
    await using opened = await open(report, { colorScheme, viewport: { width, height: 800 } });
    const { page } = opened;
    for (const filter of ["", "#team=payments&result=violating", "#team=nobody"]) {
      await page.goto(report + filter);
      // Only the page scrolls, and not sideways.
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(await scrollBoxes(page)).toEqual([]);
      expect({ filter, found: await axeViolations(page) }).toEqual({ filter, found: [] });
    }
  });

  test.each([
    ["light", "rgb(255, 255, 255)"],
    ["dark", "rgb(20, 22, 26)"],
  ] as const)("every text has enough contrast in %s, on %s", async (colorScheme, ground) => {
    await using opened = await open(report, { colorScheme });
    const { page } = opened;
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(ground);
    for (const result of ["violating", "suppressed", "error"]) {
      const filter = `#result=${result}&team=${result === "error" ? "(none)" : "payments"}`;
      await page.goto(report + filter);
      expect({ filter, found: await contrastViolations(page) }).toEqual({ filter, found: [] });
    }
  });

  test.each([
    [0, "No resource was checked.", 0],
    [1, "1 of 1 resource", 1],
    [2, "2 of 2 resources", 1],
  ])("axe finds nothing in a report of %i resources, which says %s", async (count, text, lists) => {
    await using opened = await open(await write(`${count}.html`, madeUpCheck(count, { checks: 0 }).input));
    const { page } = opened;
    expect(await page.locator("main").innerText()).toContain(text);
    expect(await page.locator("#filters").count()).toBe(lists);
    expect(await page.locator(".skip").count()).toBe(lists);
    expect(await page.getByRole("button", { name: "Next" }).isVisible()).toBe(false);
    expect(await page.getByRole("heading", { name: "Trend" }).count()).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("by keyboard alone: past the tables, through the filters and the list, to the next page", async () => {
    await using opened = await open(report);
    const { page } = opened;
    await page.keyboard.press("Tab");
    expect(await focused(page)).toMatchObject({ id: "skip", inView: true });
    await page.keyboard.press("Enter");
    expect(await focused(page)).toMatchObject({ id: "resources", inView: true });
    expect(page.url()).toBe(report);
    const reached: string[] = [];
    for (let count = 0; count < 11; count += 1) {
      await page.keyboard.press("Tab");
      const { id, label, outline, inView } = await focused(page);
      expect.soft([id, label, outline >= 2, inView]).toEqual([id, label, true, true]);
      reached.push(id === "" ? label : id);
    }
    expect(reached).toEqual([
      ...["search", "result", "severity", "rule", "team", "provider", "account", "unit", "baseline"].map(
        (id) => `filter-${id}`,
      ),
      "reset",
      "copy",
    ]);
    await page.locator("#next").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    expect(await page.locator("#page").textContent()).toBe("Page 3 of 30");
    expect((await focused(page)).id).toBe("next");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    expect(await page.locator("#page").textContent()).toBe("Page 2 of 30");
    expect(await page.evaluate("document.getElementById('status').getBoundingClientRect().top")).toBeLessThan(100);
    const before = await page.evaluate<number>("scrollY");
    await page.keyboard.press("PageDown");
    await expect.poll(() => page.evaluate<number>("scrollY")).toBeGreaterThan(before + 100);
  });

  test("a choice by keyboard is announced in a live region", async () => {
    await using opened = await open(report);
    const { page } = opened;
    const status = page.getByRole("status");
    const before = await status.textContent();
    await page.getByLabel("Result", { exact: true }).focus();
    await page.keyboard.press("w");
    const waived = many.input.summary.results.suppressed;
    await expect.poll(() => status.textContent()).toBe(`${waived} of 3,000 resources: result “waived”`);
    expect(before).toBe("3,000 of 3,000 resources");
  });

  test("results and severities are words, and not only colors", async () => {
    await using opened = await open(report);
    const { page } = opened;
    for (const severity of ["error", "warning", "info"]) {
      const badges = await page.locator(`.severity-${severity}`).allInnerTexts();
      expect(new Set(badges)).toEqual(new Set([severity]));
    }
    expect(new Set(await page.locator("#rows .result-violating").allInnerTexts())).toEqual(new Set(["violating"]));
  });

  test("on paper: all that is filtered, without what cannot be pressed there", async () => {
    await using opened = await open(`${report}#team=payments`, { colorScheme: "dark" });
    const { page } = opened;
    await page.evaluate(
      "addEventListener('beforeprint', () => { window.rowsOnPaper = document.querySelectorAll('#rows tr').length; })",
    );
    const paper = await page.pdf({ format: "A4" });
    expect(await page.evaluate("window.rowsOnPaper")).toBe(ofPayments.length);
    expect(paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(5);
    await expect.poll(() => page.locator("#rows tr").count()).toBe(100);
    await page.emulateMedia({ media: "print" });
    for (const hidden of ["#filters", "#pages", "#skip"]) expect(await page.locator(hidden).isVisible()).toBe(false);
    expect(await page.locator("#status").innerText()).toContain("team “payments”");
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
  });

  test("without JavaScript: every table but that of the resources, and what is missing", async () => {
    await using opened = await open(report, { javaScriptEnabled: false });
    const { page } = opened;
    expect(await page.locator("noscript p").isVisible()).toBe(true);
    expect(await page.locator("#filters").isVisible()).toBe(false);
    for (const name of ["Rules", "Providers", "Accounts", "Teams, by the tag team", "Waivers", "Trend"])
      expect
        .soft(await page.getByRole("region", { name, exact: true }).locator("tbody tr").count(), name)
        .toBeGreaterThan(1);
    const cells = await page
      .getByRole("row", { name: /^payments / })
      .locator("td")
      .allInnerTexts();
    expect(cells.slice(0, 2)).toEqual([
      new Intl.NumberFormat("en").format(ofPayments.length),
      String(ofPayments.filter(({ result }) => result === "compliant").length),
    ]);
  });

  test("the trend has dates, a scale and the last value", async () => {
    await using opened = await open(report);
    const texts = await opened.page.locator("svg text").allTextContents();
    expect(texts).toEqual(expect.arrayContaining(["0%", "100%", "2026-09-30", "2026-11-25"]));
    const last = texts.at(-1) ?? "";
    expect(await opened.page.locator(".share").innerText()).toContain(last);
    expect(await opened.page.locator("svg").getAttribute("aria-label")).toContain(`${last} on 2026-11-25`);
  });
});

/** Elements that scroll by themselves. */
function scrollBoxes(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`[...document.querySelectorAll("main *")]
    .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflow) && element.tagName !== "SELECT")
    .map(({ outerHTML }) => outerHTML.slice(0, 80))`);
}

function focused(page: Page): Promise<Focused> {
  return page.evaluate<Focused>(`(() => {
    const element = document.activeElement;
    const { top, bottom, left } = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      id: element.id,
      label: element.getAttribute("aria-label") ?? "",
      outline: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
      inView: left >= 0 && top < innerHeight && bottom > 0,
    };
  })()`);
}
