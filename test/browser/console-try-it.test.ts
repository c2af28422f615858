import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { axeViolations } from "./axe-violations.ts";
import { isBrowserMissing } from "./find-browser.ts";
import { useConsole, type OpenedConsolePage } from "./use-console.ts";

describe.skipIf(isBrowserMissing())("trying out operations in the console", () => {
  const { open: openWindow, addressOf, local } = useConsole({ keys: 2 });
  let window: OpenedConsolePage;
  let page: Page;
  beforeAll(async () => {
    window = await openWindow("/try-it");
    ({ page } = window);
  });
  afterAll(() => window?.[Symbol.asyncDispose]());

  /** A new document, also if the page is open: two addresses that differ in their fragments are one document. */
  async function load(path: string): Promise<void> {
    await page.goto("about:blank");
    await page.goto(addressOf(path));
  }

  async function open(path: string): Promise<Locator> {
    await load(path);
    const tester = page.locator(".try-tester");
    await tester.getByText(/Requests go to the local|This works on the local clouds/).waitFor();
    return tester;
  }

  it("tags a key of AWS by keyboard alone: the request is in the log of the cloud, and the response on the page", async () => {
    const { aws } = local().clouds;
    const [key = ""] = local().tryIt.find(({ cloud }) => cloud === "aws")?.examples.keys ?? [];
    const tester = await open("/try-it/aws/tag-resource");
    const keyId = tester.getByRole("combobox", { name: "KeyId" });
    // Nothing is sent without what is required, and the focus is where it is missing: at once, because in a later frame it
    // would be taken from a field in which a person types by then.
    const before = aws.requests.count("TagResource");
    await page.evaluate("window.frame = requestAnimationFrame; window.requestAnimationFrame = () => 0;");
    await tester.getByRole("button", { name: "Send" }).press("Enter");
    await tester.getByText("KeyId is required.").waitFor();
    expect(await keyId.and(page.locator(":focus")).count()).toBe(1);
    await tester.getByRole("button", { name: "Add a row to Tags" }).press("Enter");
    expect(await tester.locator(".try-row input:focus").count()).toBe(1);
    await page.evaluate("window.requestAnimationFrame = window.frame;");
    await tester
      .getByRole("button", { name: /^Remove row \d+ of Tags$/ })
      .last()
      .press("Enter");
    await keyId.focus();
    expect(aws.requests.count("TagResource")).toBe(before);
    await page.keyboard.type(key);
    await page.keyboard.press("Tab");
    await page.keyboard.type("Purpose");
    await page.keyboard.press("Tab");
    await page.keyboard.type("two words");
    await page.keyboard.press("Enter");
    const answer = tester.getByRole("status");
    await answer.getByText("Success").waitFor();
    expect(await answer.innerText()).toContain("TagResource, status 200, carried out");
    expect(aws.requests.entries.at(-1)).toMatchObject({ operation: "TagResource", resources: [key], status: 200 });
    expect(await answer.innerText()).toContain(aws.requests.entries.at(-1)?.requestId);
    expect(aws.keys.tagsOf(key)).toMatchObject({ Purpose: "two words" });
    // The same request elsewhere, chosen with the arrow keys.
    await tester.getByRole("tab", { name: "Crosstag" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    // Not "the panel": for a moment the one that goes is there too.
    const command = await tester.getByRole("tabpanel", { name: "AWS CLI" }).innerText();
    expect(command).toContain("aws kms tag-resource");
    expect(command).toContain(`'[{"TagKey":"Purpose","TagValue":"two words"}]'`);
  });

  it.each([
    ["/try-it/aws/tag-resource", "Throttled", /ThrottlingException/],
    ["/try-it/aws/tag-resource", "Not found", /NotFoundException/],
    ["/try-it/aws/tag-resource", "Reserved prefix", /TagException/],
    ["/try-it/alibaba/tag-resource", "Not found", /Forbidden\.KeyNotFound/],
    ["/try-it/alibaba/tag-resource", "Reserved prefix", /InvalidParameter/],
    ["/try-it/alibaba/tag-resources", "Throttled", /Rejected\.Throttling/],
    ["/try-it/alibaba/tag-resources", "Batch with one bad id", /InvalidResourceId\.NotFound/],
  ])("%s: %s", async (path, label, code) => {
    const tester = await open(path);
    await tester.getByRole("button", { name: label }).click();
    const answer = tester.getByRole("status");
    await answer.getByText("Refused").waitFor();
    expect(await answer.innerText()).toMatch(code);
    // Sent again as the form is, only what was throttled works.
    if (label !== "Throttled") return;
    await tester.getByRole("button", { name: "Send", exact: true }).click();
    await answer.getByText("Success").waitFor();
  });

  it("sends the same request to QKMS, which reserves no prefix and has error names of its own", async () => {
    const { qkms } = local().clouds;
    const tester = await open("/try-it/aws/tag-resource");
    await tester.getByRole("button", { name: "Fill in an example" }).click();
    await tester.getByLabel("Send to").selectOption("qkms");
    await tester.getByText("Requests go to the local QKMS").waitFor();
    // It has none of the keys of AWS. Tags can stay.
    expect(await tester.getByLabel("KeyId").inputValue()).toBe("");
    expect(await tester.getByLabel("TagKey").inputValue()).toBe("Purpose");
    expect(await tester.getByRole("button", { name: "Reserved prefix" }).count()).toBe(0);
    await tester.getByRole("button", { name: "Not found" }).click();
    await tester.getByRole("status").getByText("Refused").waitFor();
    expect(await tester.getByRole("status").innerText()).toContain("KMSNotFoundException");
    expect(qkms.requests.entries.at(-1)).toMatchObject({ operation: "TagResource", applied: false });
  });

  it("tags a key of Alibaba Cloud, and calls an operation of Crosstag", async () => {
    const { alibaba } = local().clouds;
    const wire = await open("/try-it/alibaba/tag-resource");
    await wire.getByRole("button", { name: "Fill in an example" }).click();
    await wire.getByRole("button", { name: "Send", exact: true }).click();
    await wire.getByRole("status").getByText("Success").waitFor();
    const { operation, resources, status } = alibaba.requests.entries.at(-1) ?? {};
    expect({ operation, status }).toEqual({ operation: "TagResource", status: 200 });
    expect(alibaba.keys.tagsOf(resources?.[0] ?? "")).toMatchObject({ Purpose: "Test" });
    const own = await open("/try-it/operations/list-plans");
    await own.getByRole("button", { name: "Send", exact: true }).click();
    await own.getByRole("status").getByText("Success").waitFor();
    expect(await own.getByRole("status").innerText()).toContain('"plans": []');
  });

  it("has no violations of axe, and fits a narrow window, in both themes", async () => {
    for (const path of ["/try-it", "/try-it/alibaba/tag-resources"]) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width: colorScheme === "light" ? 1_280 : 360, height: 800 });
        await load(path);
        await page.getByRole("heading", { level: 1 }).waitFor();
        if (path !== "/try-it") {
          await page.getByRole("button", { name: "Throttled" }).click();
          await page.getByText("Refused").waitFor();
        }
        expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
        expect({ path, colorScheme, found: await axeViolations(page) }).toEqual({ path, colorScheme, found: [] });
      }
    }
  });
});
