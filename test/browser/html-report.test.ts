import { stat } from "node:fs/promises";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { isBrowserMissing } from "./find-browser.ts";
import { madeUpCheck } from "./made-up-check.ts";
import { shownCounts } from "./shown-counts.ts";
import { useBrowser } from "./use-browser.ts";

const PAGE = 100;
const many = madeUpCheck(10_000, { compared: true });
const ofPayments = many.records.filter(({ team }) => team === "payments");
const violatingOfPayments = ofPayments.filter(({ result }) => result === "violating");

const rowsOf = (page: Page) => page.locator("#rows tr");

describe.skipIf(isBrowserMissing())("the report in a browser", () => {
  const { write, open } = useBrowser();
  let report: string;
  beforeAll(async () => {
    report = await write("report of many.html", many.input);
  });

  test("10,000 resources are a modest file and are all there, the worst first", async () => {
    expect((await stat(new URL(report))).size).toBeLessThan(1.6 * 1024 * 1024);
    await using opened = await open(report);
    const { page } = opened;
    await expect.poll(() => shownCounts(page)).toEqual([10_000, 10_000]);
    expect(await rowsOf(page).count()).toBe(PAGE);
    const first = await rowsOf(page).first().innerText();
    expect(first).toMatch(/violating[\s\S]*error[\s\S]*Fix:/);
    expect(first).not.toContain("in the baseline");
    expect(await page.locator(".numbers").innerText()).toContain("10,000");
  });

  test("by select: team and result together, and all again", async () => {
    await using opened = await open(report);
    const { page } = opened;
    await page.getByLabel("Team", { exact: true }).selectOption("payments");
    // The page follows its address in an event, which comes after the step of the history.
    await expect.poll(() => shownCounts(page)).toEqual([ofPayments.length, 10_000]);
    await page.getByLabel("Result", { exact: true }).selectOption("violating");
    await expect.poll(() => shownCounts(page)).toEqual([violatingOfPayments.length, 10_000]);
    const results = await page.locator("#rows td:nth-child(2)").allInnerTexts();
    expect(new Set(results)).toEqual(new Set(["violating"]));
    expect(new Set(await page.locator("#rows td:nth-child(4)").allInnerTexts())).toEqual(new Set(["payments"]));
    expect(new URL(page.url()).hash).toBe("#result=violating&team=payments");
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(() => shownCounts(page)).toEqual([10_000, 10_000]);
    expect(page.url()).toBe(report);
  });

  test("by severity, rule, baseline, unit, account and a search of several words", async () => {
    await using opened = await open(report);
    const { page } = opened;
    const choose = async (label: string, value: string) => {
      await page.getByRole("button", { name: "Show all" }).click();
      await page.getByLabel(label, { exact: true }).selectOption(value);
      return (await shownCounts(page))[0];
    };
    const counted = (wanted: (record: (typeof many.records)[number]) => boolean) => many.records.filter(wanted).length;
    expect(await choose("Severity", "info")).toBe(
      counted(({ findings }) => findings.some(({ severity }) => severity === "info")),
    );
    expect(await choose("Rule", "owner")).toBe(
      counted((one) => [...one.findings, ...one.suppressed].some(({ rule }) => rule === "owner")),
    );
    expect(await choose("Baseline", "known")).toBe(
      counted(({ findings }) => findings.some(({ known }) => known === true)),
    );
    const production = "/Workloads/Production";
    expect(await choose("Unit", `aws ${production}`)).toBe(counted(({ unit }) => unit === production));
    expect(await choose("Unit", "aws (none)")).toBe(
      counted(({ provider, unit }) => provider === "aws" && unit === undefined),
    );
    expect(await choose("Account", "aws 444455556666")).toBe(counted(({ account }) => account === "444455556666"));
    await page.getByLabel("Severity", { exact: true }).selectOption("warning");
    await page.getByLabel("Search").fill("NOT allowed  56ef-00000000");
    const wanted = many.records.filter(
      ({ account, reference, findings }) =>
        account === "444455556666" &&
        reference.includes("56ef-00000000") &&
        findings.some(({ severity }) => severity === "warning") &&
        findings.some(({ message }) => message.includes("not")) &&
        findings.some(({ message }) => message.includes("allowed")),
    );
    expect(wanted.length).toBeGreaterThan(10);
    await expect.poll(() => shownCounts(page)).toEqual([wanted.length, 10_000]);
  });

  test("by the link in the table of teams, with a way back and forward", async () => {
    await using opened = await open(report);
    const { page } = opened;
    await page.getByRole("link", { name: "payments", exact: true }).click();
    await expect.poll(() => shownCounts(page)).toEqual([ofPayments.length, 10_000]);
    await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("resources");
    await page.getByLabel("Result", { exact: true }).selectOption("violating");
    await page.getByLabel("Search").fill("owner");
    await page.goBack();
    await expect.poll(() => shownCounts(page)).toEqual([ofPayments.length, 10_000]);
    await expect.poll(() => page.getByLabel("Search").inputValue()).toBe("");
    await page.goBack();
    await expect.poll(() => shownCounts(page)).toEqual([10_000, 10_000]);
    await page.goForward();
    await expect.poll(() => shownCounts(page)).toEqual([ofPayments.length, 10_000]);
    await page.goForward();
    // The search was written into the step that it was made in.
    await expect.poll(() => page.getByLabel("Search").inputValue()).toBe("owner");
  });

  test("by the address, with names that an address has other uses for, and with a team that is not there", async () => {
    {
      await using opened = await open(`${report}#team=payments&result=violating`);
      const { page } = opened;
      await expect.poll(() => shownCounts(page)).toEqual([violatingOfPayments.length, 10_000]);
      expect(await page.locator("#status").textContent()).toContain("result “violating”, team “payments”");
      await page.reload();
      await expect.poll(() => shownCounts(page)).toEqual([violatingOfPayments.length, 10_000]);
    }
    await using opened = await open(`${report}#team=no-such-team`);
    expect(await shownCounts(opened.page)).toEqual([0, 10_000]);
    const { page } = opened;
    expect(await page.locator("#rows").innerText()).toContain("No matching resources");
    for (const { name, resources } of many.input.summary.teams) {
      await page.goto(`${report}#${new URLSearchParams({ team: name }).toString()}`);
      await expect.poll(() => shownCounts(page), { message: name }).toEqual([resources, 10_000]);
    }
  });

  test("the link of every number in the tables and above them leads to as many resources", async () => {
    await using opened = await open(report);
    const { page } = opened;
    const links = page.locator("td.number a, a.tile");
    expect(await links.count()).toBeGreaterThan(15);
    for (const link of await links.all()) {
      const number = Number(/[\d,]+/.exec(await link.innerText())?.[0].replaceAll(",", ""));
      await link.dispatchEvent("click");
      await expect.poll(() => shownCounts(page)).toEqual([number, 10_000]);
    }
  });

  test("teams that are not counted by name are one group that can be shown", async () => {
    const { input, records } = madeUpCheck(1_300, { teamOfEach: true });
    await using opened = await open(await write("teams.html", input));
    const { page } = opened;
    await page.getByLabel("Team", { exact: true }).selectOption("(others)");
    const group = input.summary.teams.find(({ name }) => name === "(others)");
    expect(group?.resources).toBeGreaterThan(100);
    await expect.poll(() => shownCounts(page)).toEqual([group?.resources, records.length]);
  });

  test("pages: forward, back, the last, and an address for each", async () => {
    await using opened = await open(`${report}#team=payments`);
    const { page } = opened;
    const pages = Math.ceil(ofPayments.length / PAGE);
    const seen = new Set<string>();
    const next = page.getByRole("button", { name: "Next" });
    for (let number = 1; number <= pages; number += 1) {
      expect(await page.locator("#page").textContent()).toBe(`Page ${number} of ${pages}`);
      for (const name of await page.locator("#rows th").allInnerTexts()) seen.add(name);
      await next.click({ force: true });
    }
    expect(seen.size).toBe(ofPayments.length);
    expect(await next.getAttribute("aria-disabled")).toBe("true");
    expect(new URL(page.url()).hash).toBe(`#team=payments&page=${pages}`);
    await page.goBack();
    expect(await page.locator("#page").textContent()).toBe(`Page ${pages - 1} of ${pages}`);
    await page.getByRole("button", { name: "Previous" }).click();
    expect(await page.locator("#page").textContent()).toBe(`Page ${pages - 2} of ${pages}`);
    await page.getByLabel("Result", { exact: true }).selectOption("violating");
    expect(await page.locator("#page").textContent()).toMatch(/^Page 1 of /);
  });

  test("nothing from the data becomes a part of the page, or hides", async () => {
    await using opened = await open(`${report}#severity=info`);
    const { page } = opened;
    expect(await page.locator("img, iframe, main script, svg svg, [onerror], [onload], [onmouseover]").count()).toBe(0);
    expect(await page.locator('a[href^="javascript" i]').count()).toBe(0);
    const text = await page.locator("main").innerText();
    expect(text).toContain(String.raw`\u{202E}gnp.exe\u{202C}`);
    expect(text).toContain("</script><script>");
    expect(text).not.toMatch(/[\u200B\u202A-\u202E\u2066-\u2069]/);
  });

  test("what would be loaded or sent is refused", async () => {
    const opened = await open(report);
    const failures = new Map<string, string | undefined>();
    opened.page.on("requestfailed", (request) => failures.set(request.url(), request.failure()?.errorText));
    const refused = await opened.page.evaluate<readonly string[]>(`new Promise((resolve) => {
      const found = new Set();
      addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        found.add(effectiveDirective);
        if (found.size === 4) resolve([...found].sort());
      });
      fetch("https://example.com/").catch(() => {});
      document.body.append(Object.assign(new Image(), { src: "https://example.com/a.png" }));
      for (const [name, facts] of [["script", { src: "https://example.com/a.js" }], ["iframe", { src: "https://example.com/" }]])
        document.body.append(Object.assign(document.createElement(name), facts));
    })`);
    expect(refused).toEqual(["connect-src", "frame-src", "img-src", "script-src-elem"]);
    const outside = [...opened.asked].filter((url) => url.startsWith("https:"));
    expect(outside.length).toBeGreaterThan(0);
    for (const url of outside) await expect.poll(() => failures.get(url), { message: url }).toBe("csp");
    await opened.page.context().close();
  });
});
