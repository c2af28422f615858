import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { axeViolations } from "./axe-violations.ts";
import { consoleProcess, consoleScene } from "./console-scene.ts";
import { isBrowserMissing } from "./find-browser.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";
import { sharedBrowser } from "./shared-browser.ts";

const DESIRED = `version: 1
statements:
  - select: { kinds: [key] }
    set: { stage: production }`;

describe.skipIf(isBrowserMissing())("plans, runs and checks in the console", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await sharedBrowser();
  });

  test("cells are edited and planned, the plan is approved and run, the run is followed while its process is killed, and undone", async () => {
    await using scene = await consoleProcess();
    const { aws } = scene.clouds;
    const equal = aws.keys.addMany(8, { tags: { stage: "production" } });
    for (const team of HOSTILE_TEXTS) aws.keys.createKey({ tags: { team } });
    await using opened = await scene.open(browser);
    const { page } = opened;

    await editIntoPlan(page, equal.length + HOSTILE_TEXTS.length);
    // The same change is one line that opens; the others have a value before, which is text.
    const same = page.getByText("The same change for 8 resources");
    await same.click();
    const resources = page.getByRole("list", { name: "Resources with this change" }).getByRole("listitem");
    await expect.poll(() => resources.count()).toBe(8);
    await expect.poll(() => page.locator(".change-group").count()).toBe(1 + HOSTILE_TEXTS.length);
    expect(await page.locator(".change-group img, .change-group script, .change-group svg").count()).toBe(0);
    expect(await page.locator(".change-group del").first().textContent()).toBe(HOSTILE_TEXTS[0]);
    expect(await findingsInBothThemes(page)).toEqual([]);

    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("Type the name of the person who decides.").waitFor();
    await page.getByLabel("Your name").fill("Mara Lindqvist");
    await page.getByLabel("Note (optional)").fill("Compared with <b>the ticket</b>");
    await page.keyboard.press("Enter");
    await page.getByText("Approved by Mara Lindqvist").waitFor();
    await page.getByText("Compared with <b>the ticket</b>").waitFor();

    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByText("Nothing was started, and nothing was changed.").waitFor();
    expect(aws.requests.count("TagResource")).toBe(0);

    // Four writes are answered, and the others wait until the service has been stopped.
    aws.faults.add({ kind: "delay", operation: "TagResource", after: 4 });
    const all = equal.length + HOSTILE_TEXTS.length;
    await page.getByRole("button", { name: `Change ${all} resources in 1 account` }).click();
    await page.getByRole("radio", { name: "changed 4" }).waitFor();
    await page.evaluate("window.sameDocument = true");
    await scene.kill();
    await page.getByText("The connection is lost and is being made again.").waitFor();
    aws.faults.clear();
    await scene.start();
    await page.getByRole("radio", { name: `changed ${all}` }).waitFor();
    await page.getByText("Every resource has its outcome.").waitFor();
    expect(await page.evaluate("window.sameDocument")).toBe(true);
    expect(aws.requests.count("TagResource")).toBe(all);
    // The process that was killed got four answers. That the others were carried out, the next one has found by reading.
    await expect.poll(() => page.getByText(/^Request id/).count()).toBe(4);
    expect(await findingsInBothThemes(page)).toEqual([]);

    // A program changes one resource, which the undo then leaves as it is.
    aws.keys.setTags(equal[0]?.keyId ?? "", { stage: "production", team: "risk" });
    await page.getByRole("button", { name: "Undo…" }).click();
    const restore = page.getByRole("button", { name: `Restore ${all - 1} resources` });
    await restore.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    // Closing the dialog is what Enter does first.
    await page.keyboard.press("Tab");
    await expect.poll(() => restore.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: /^run \d{8}/ }).waitFor();
    // AWS takes one of these texts only; who put the others there was not AWS.
    const refused = HOSTILE_TEXTS.length - 1;
    await page.getByText(`${refused} resources failed`).waitFor();
    await page.getByRole("radio", { name: "changed 8" }).waitFor();
    expect(equal.map(({ keyId }) => aws.keys.tagsOf(keyId))).toEqual([
      { stage: "production", team: "risk" },
      ...equal.slice(1).map(() => ({ stage: "production" })),
    ]);

    // The run itself says what the undo has left.
    await page.getByRole("link", { name: /^run \d{8}/ }).click();
    await page.getByText(`: 8 resources restored, ${all - 8} not restored.`).waitFor();
    await page.getByText("Partly undone").waitFor();
    await page.getByRole("button", { name: "Undo the rest…" }).waitFor();
  });

  test("a desired state is pasted into a plan; a check is a tree of rules down to the resource, without values until they are asked for, and its fixes are a plan", async () => {
    await using scene = await consoleScene();
    const { keys } = scene.clouds.aws;
    const hostile = `<img src=x onerror=window.ranFromData=1>`;
    keys.addMany(3, { tags: { team: "payments", env: "test" } });
    keys.addMany(70, { tags: { team: hostile } });
    const { arn } = keys.createKey({ tags: { team: "payments", env: hostile }, aliases: ["alias/ledger"] });
    await using opened = await scene.open(browser);
    const { page } = opened;
    await page.getByRole("link", { name: "Plans" }).click();
    await page.getByText("There is no plan yet").waitFor();
    await page.getByRole("link", { name: "New plan from a file" }).click();
    await page.getByRole("button", { name: "Make the plan" }).click();
    await page.getByText("Paste the document first.").waitFor();
    await page.getByLabel("Desired tags (YAML or JSON)").fill(DESIRED);
    await page.getByLabel("Title (optional)").fill("The stage of every key");
    await page.getByRole("button", { name: "Make the plan" }).click();
    await page.getByRole("heading", { name: "The stage of every key" }).waitFor();
    await page.getByText("The same change for 74 resources").waitFor();

    await page.getByRole("link", { name: "Compliance" }).click();
    await page.getByLabel("Policy (YAML or JSON)").fill("rules: [");
    await page.getByRole("button", { name: "Check" }).click();
    await page.getByText(/^The document is not YAML/).waitFor();
    // The console was started without a policy, so the form has no choice.
    expect(await page.getByRole("radio").count()).toBe(0);
    await page.getByLabel("Policy (YAML or JSON)").fill("version: 1\nrules: [{ id: env, tagz: {} }]");
    await page.getByRole("button", { name: "Check" }).click();
    await page.getByRole("alert").filter({ hasText: "rules[0].tagz is not known here" }).waitFor();
    // Said once; and the form is open, where it is corrected.
    expect(await page.getByRole("alert").innerText()).toMatch(/^(?:(?!tagz)[^])*tagz(?:(?!tagz)[^])*$/);
    await page.getByLabel("Policy (YAML or JSON)").fill(POLICY);
    await page.getByLabel("Waivers (optional, YAML or JSON)").fill(WAIVERS);
    await page.getByRole("button", { name: "Check" }).click();
    await page.getByText("with Company tags").waitFor();
    const rule = page.locator(".rule").filter({ hasText: "env" });
    await expect.poll(() => rule.locator("summary").first().innerText()).toMatch(/70 violating\s+1 waived\s+of 74/);
    await rule.locator("summary").first().click();
    await rule.getByText("70 resources").click();
    await rule.locator('li[aria-setsize="70"]').first().waitFor();
    expect(await findingsInBothThemes(page)).toEqual([]);

    await rule.getByText("1 resource", { exact: true }).click();
    await rule.getByRole("button", { name: arn }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("alias/ledger").waitFor();
    await dialog.getByText("Waived through Dec 31, 2999 by zoe@example.com: The ledger moves.").waitFor();
    expect(await dialog.innerText()).not.toContain(hostile);
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    // The documents are kept until the tab is closed.
    await page.reload();
    await page.getByLabel("Show the values of tags in findings").check();
    await page.getByRole("button", { name: "Check" }).click();
    await page.getByText("with Company tags").waitFor();
    await rule.locator("summary").first().click();
    await rule.getByText(hostile).waitFor();
    expect(await page.locator("main img").count()).toBe(0);

    await page.getByRole("button", { name: "Plan the fixes" }).click();
    await page.getByRole("heading", { name: "Fixes of a policy" }).waitFor();
    await page.getByText("The same change for 70 resources").waitFor();
    await page.getByRole("link", { name: /^The check that it fixes, of / }).click();
    await page.getByText("with Company tags").waitFor();
    await page.getByRole("link", { name: "The plan of these fixes" }).click();
    await page.reload();
    await page.getByRole("link", { name: "Make that check again" }).click();
    await page.getByText("with Company tags").waitFor();
    await page.goBack();

    // It is deleted after a question, and no tag is changed.
    await page.getByRole("button", { name: "Delete…" }).click();
    await page.getByRole("dialog", { name: "Delete this plan" }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Delete the plan" }).click();
    await page.getByRole("heading", { name: "Plans", level: 1 }).waitFor();
    await page.getByRole("link", { name: "Fixes of a policy" }).waitFor({ state: "detached" });
    expect(scene.clouds.aws.requests.count("TagResource")).toBe(0);
  });
});

const POLICY = `version: 1
name: Company tags
teamKey: team
rules:
  - id: env
    tags:
      env: { required: true, oneOf: [prod, test], default: test }`;
const WAIVERS = `version: 1
waivers:
  - id: ledger
    rules: [env]
    select: { tags: { team: payments } }
    owner: zoe@example.com
    reason: The ledger moves.
    expires: "2999-12-31"`;

/** Gives every resource the same team, the first one by typing, and makes a plan of it. */
async function editIntoPlan(page: Page, resources: number): Promise<void> {
  await page.getByText(`${resources} resources`, { exact: true }).waitFor();
  await page.getByRole("columnheader", { name: /^team/ }).waitFor();
  const team = (await page.getByRole("columnheader").allTextContents()).findIndex((text) => text.startsWith("team"));
  await page.locator(`[data-cell="0:${team}"]`).click();
  await page.keyboard.type("payments");
  await page.keyboard.press("Enter");
  await page.getByText("1 resource changed here").waitFor();
  await page.getByLabel("Select all resources of this view").click();
  await page.getByRole("button", { name: "Set a tag" }).click();
  await page.keyboard.type("team");
  await page.getByLabel("Value").fill("payments");
  await page.keyboard.press("Enter");
  const bar = page.getByLabel("Your changes");
  // Before anything is asked of a cloud.
  await bar.getByText(`${resources} calls, in`).waitFor();
  await page.getByRole("button", { name: "Review and plan" }).click();
  await page.getByLabel("Name of the plan, for people (optional)").fill("The team of <i>every</i> key");
  await page.getByRole("button", { name: "Make the plan" }).click();
  await page.getByRole("heading", { name: "The team of <i>every</i> key" }).waitFor();
}

/** What axe finds in both themes, and whether a narrow page scrolls sideways. */
async function findingsInBothThemes(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [colorScheme, width] of [
    ["light", 360],
    ["dark", 1_280],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    found.push(...(await axeViolations(page)));
    const scrolled = await page.evaluate<number>("document.documentElement.scrollWidth");
    if (scrolled > width) found.push(`${scrolled} pixels in a window of ${width}`);
    const costs = await page.evaluate<number>(
      "(() => { const costs = document.querySelector('.costs'); return costs === null ? 0 : costs.scrollWidth - costs.clientWidth; })()",
    );
    if (costs > 0) found.push(`the costs are ${costs} pixels too wide in a window of ${width}`);
  }
  return found;
}
