import { beforeAll, describe, expect, test } from "vitest";
import { isBrowserMissing } from "./find-browser.ts";
import { madeUpCheck } from "./made-up-check.ts";
import { useBrowser } from "./use-browser.ts";

const few = madeUpCheck(300);
const withValues = madeUpCheck(300, { showValues: true });

describe.skipIf(isBrowserMissing())("what the report says of a resource", () => {
  const { write, open } = useBrowser();
  let report: string;
  beforeAll(async () => {
    report = await write("report.html", few.input);
  });

  test("its alias and description stand above the full name, and can be searched", async () => {
    await using opened = await open(report);
    const { page } = opened;
    await page.getByLabel("Search").fill("billing-12 invoices");
    await expect.poll(() => page.locator("#status").innerText()).toMatch(/^\d+ of 300/);
    const first = few.records.find(({ aliases }) => aliases?.[0] === "alias/billing-12");
    const name = page.locator("#rows th").filter({ hasText: first?.reference ?? "none" });
    expect(await name.locator(".about").innerText()).toBe("alias/billing-12 · Invoices of shop 12");
    expect(await name.locator(".full").innerText()).toBe(first?.reference);
  });

  test("a link leads to its page in the console; an address with another scheme is not a link", async () => {
    await using opened = await open(report);
    const { page } = opened;
    const addresses: unknown[] = [];
    for (let number = 1; number <= 3; number += 1) {
      const shown = `[...document.querySelectorAll("#rows .page")].map((link) => [link.getAttribute("aria-label"), link.href])`;
      addresses.push(...(await page.evaluate<readonly unknown[]>(shown)));
      await page.getByRole("button", { name: "Next" }).click({ force: true });
    }
    const linked = few.records.filter(({ reference, kind }) => kind === "key" && !reference.endsWith("7"));
    const expected = linked.map(({ reference, provider }) => {
      const id = encodeURIComponent(reference.slice(reference.indexOf("/") + 1));
      return [`console: ${reference}`, `https://console.${provider}.example/#/keys/${id}`];
    });
    // A hostile name is shown with escapes, so only the others are compared.
    const plain = expected.filter(([label]) => /^[\w:./ -]+$/.test(label ?? ""));
    expect(plain.length).toBeGreaterThan(100);
    expect(addresses).toEqual(expect.arrayContaining(plain));
    expect(addresses).toHaveLength(expected.length);
  });

  test("the value of a tag is in the page only if values were asked for", async () => {
    {
      await using opened = await open(`${report}#rule=owner`);
      expect(await opened.page.content()).not.toContain("unassigned");
    }
    await using opened = await open(`${await write("values.html", withValues.input)}#rule=owner`);
    const { page } = opened;
    await expect.poll(() => page.locator("#rows .value").first().innerText()).toBe('Value: "unassigned"');
    await page.getByLabel("Search").fill("unassigned");
    await expect.poll(() => page.locator("#status").innerText()).toMatch(/^[1-9]\d* of 300/);
  });

  test("the references of everything that is filtered can be copied, one a line", async () => {
    await using opened = await open(`${report}#result=violating`, {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const { page } = opened;
    await page.getByRole("button", { name: "Copy references" }).click();
    const violating = few.records.filter(({ result }) => result === "violating").map(({ reference }) => reference);
    await expect.poll(() => page.locator("#copied").innerText()).toBe(`Copied ${violating.length} references.`);
    const copied = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(copied.trimEnd().split("\n").toSorted()).toEqual(violating.toSorted());
    await page.getByLabel("Result", { exact: true }).selectOption("compliant");
    expect(await page.locator("#copied").innerText()).toBe("");
  });

  test("where the clipboard is not available, a selection is copied", async () => {
    await using opened = await open(`${report}#result=error`);
    const { page } = opened;
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await page.evaluate("addEventListener('copy', () => { window.copiedText = document.activeElement.value; })");
    await page.getByRole("button", { name: "Copy references" }).click();
    await expect.poll(() => page.locator("#copied").innerText()).toMatch(/^Copied \d references\.$/);
    const unread = few.records.filter(({ result }) => result === "error").map(({ reference }) => reference);
    expect((await page.evaluate<string>("window.copiedText")).trimEnd().split("\n")).toEqual(unread);
    expect(await page.evaluate("document.activeElement.id")).toBe("copy");
  });
});

describe.skipIf(isBrowserMissing())("the tables of the report", () => {
  const { write, open } = useBrowser();

  test("a rule without a text is described by its conditions, and a bar has the color of its share", async () => {
    await using opened = await open(await write("rules.html", few.input));
    const { page } = opened;
    const rules = page.getByRole("region", { name: "Rules", exact: true });
    expect(await rules.getByRole("row", { name: /^env / }).innerText()).toContain(
      'The tag "env" is required and is one of prod, test.',
    );
    for (const row of await page.locator("tr:has(.bar)").all()) {
      const share = Number.parseFloat((await row.locator("td").last().innerText()).replace("%", ""));
      const level = share >= 90 ? "good" : share >= 60 ? "fair" : "poor";
      expect([share, await row.locator(".bar span").getAttribute("class")]).toEqual([share, level]);
    }
  });

  test("a long table is short until it is opened, and whole on paper", async () => {
    const { input } = madeUpCheck(60, { teamOfEach: true });
    await using opened = await open(await write("long.html", input));
    const { page } = opened;
    const rows = page.locator("section:has(#teams) tbody tr");
    const visible = async () => (await rows.all()).length - (await page.locator(".later:not(:visible)").count());
    expect(await visible()).toBe(20);
    await page.emulateMedia({ media: "print" });
    expect(await visible()).toBe(60);
    await page.emulateMedia({ media: "screen" });
    await page.getByRole("button", { name: "Show all 60" }).click();
    expect(await visible()).toBe(60);
    expect(await page.evaluate("document.activeElement.tagName")).toBe("A");
    expect(await page.getByRole("button", { name: /^Show all \d/ }).count()).toBe(0);
  });

  test("on a narrow screen each row is a card with the names of its values", async () => {
    await using opened = await open(await write("cards.html", few.input), { viewport: { width: 390, height: 800 } });
    const { page } = opened;
    const label = await page.evaluate(`getComputedStyle(document.querySelector("#rows td"), "::before").content`);
    expect(label).toContain("Result");
    expect(await page.evaluate(`getComputedStyle(document.querySelector("#rows tr")).display`)).toBe("block");
    // Screen readers still find tables.
    expect(await page.getByRole("table").count()).toBeGreaterThan(4);
    expect(await page.getByRole("columnheader", { name: "Findings and fixes" }).count()).toBe(1);
  });
});
