import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import { createMemoryCloud, SCHEDULED_DELETION } from "@crosstag/core/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axeViolations } from "./axe-violations.ts";
import { consoleScene, type ConsoleScene } from "./console-scene.ts";
import { isBrowserMissing } from "./find-browser.ts";
import { sharedBrowser } from "./shared-browser.ts";

describe.skipIf(isBrowserMissing())("the deletion of key material in the console", () => {
  let browser: Browser;
  let scene: ConsoleScene;
  // A cloud that deletes material 30 days later, which none of the others does.
  const later = createMemoryCloud({ region: "memory-1", keyMaterialDeletion: SCHEDULED_DELETION });
  const memory: KmsAdapter = {
    contract: DRIVER_CONTRACT,
    provider: "memory",
    title: "Memory cloud",
    dialects: ["memory"],
    profile: () => later.driver,
    createDriver: async () => later.driver,
  };
  beforeAll(async () => {
    [browser, scene] = await Promise.all([sharedBrowser(), consoleScene({ memory })]);
  });
  afterAll(async () => {
    await scene?.[Symbol.asyncDispose]();
  });

  test("the key is shown, its id typed, the material deleted once, and the evidence kept", async () => {
    const { aws } = scene.clouds;
    const description = "<img src=x onerror=window.ranFromData=1>";
    const { arn, keyId } = aws.keys.createKey({ origin: "EXTERNAL", description });
    await using opened = await scene.open(browser);
    const { page } = opened;
    await page.getByRole("link", { name: "Key material" }).click();
    await page.getByText("Does not expire").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole("link", { name: arn }).click();
    await page.locator("dd").getByText(description).waitFor();
    const remove = page.getByRole("button", { name: "Delete the material" });
    expect(await remove.isDisabled()).toBe(true);
    await page.getByLabel("To delete the material").fill(keyId.slice(1));
    await page.getByText("This is not the id of the key.").waitFor();
    expect(await remove.isDisabled()).toBe(true);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeViolations(page)).toEqual([]);
    }
    await page.getByRole("button", { name: "Dry run" }).click();
    await page.getByText("Nothing was deleted.").waitFor();
    expect(aws.requests.count("DeleteImportedKeyMaterial")).toBe(0);

    await page.getByLabel("To delete the material").fill(keyId);
    await page.keyboard.press("Enter");
    await page.getByText("The material is deleted.").waitFor();
    await expect.poll(() => page.evaluate("document.activeElement.textContent")).toContain("The material is deleted.");
    expect(aws.keys.describe(keyId).state).toBe("PendingImport");
    expect(aws.requests.count("DeleteImportedKeyMaterial")).toBe(1);
    const evidence = await readFile(join(scene.stateFolder, "evidence/delete-key-material.jsonl"), "utf8");
    expect(evidence).toMatch(/"phase":"intent".*\n.*"phase":"outcome".*"outcome":"changed"/);
    expect(evidence).toContain(arn);

    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByText("The key has no material: it waits for an import.").waitFor();
    expect(await remove.count()).toBe(0);
  });

  test("the material of other clouds is deleted the same way, or at a date that the cloud shows", async () => {
    const { alibaba, tencent } = scene.clouds;
    await using opened = await scene.open(browser);
    const { page } = opened;
    const remove = async (reference: string, result: string | RegExp) => {
      await look(page, reference);
      const id = await page.locator(".confirmation label code").textContent();
      await page.getByLabel("To delete the material").fill(id ?? "");
      await page.keyboard.press("Enter");
      await page.getByText(result).waitFor();
    };
    const china = alibaba.keys.createKey({ origin: "EXTERNAL" });
    await remove(china.arn, "The material is deleted.");
    expect(alibaba.keys.describe(china.keyId).state).toBe("PendingImport");
    const south = tencent.keys.createKey({ origin: "EXTERNAL" });
    await remove(south.name, "The material is deleted.");
    expect(tencent.keys.describe(south.keyId).state).toBe("PendingImport");

    const key = later.scene.createExternalKey();
    await remove(key, /^The cloud deletes the material on /);
    expect(later.truth.hasMaterial(key)).toBe(true);
    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByText("The deletion of the material is scheduled already, for").waitFor();
    expect(await page.getByRole("button", { name: "Delete the material" }).count()).toBe(0);
  });

  test("a key that changed after the look is left as it is, and can be shown again", async () => {
    const { aws } = scene.clouds;
    const { arn, keyId } = aws.keys.createKey({ origin: "EXTERNAL" });
    await using opened = await scene.open(browser);
    const { page } = opened;
    await look(page, arn);
    aws.keys.setState(keyId, "Disabled");
    await page.getByLabel("To delete the material").fill(keyId);
    await page.getByRole("button", { name: "Delete the material" }).click();
    await page.getByRole("alert").getByText("Nothing was changed").waitFor();
    expect(aws.keys.describe(keyId).state).toBe("Disabled");
    await page.getByRole("button", { name: "Look again" }).click();
    await page.locator("dd").getByText("Disabled").waitFor();
  });

  test("a deletion whose answer was lost is said to be unknown, and a key with material of the cloud has no deletion", async () => {
    const { aws } = scene.clouds;
    const lost = aws.keys.createKey({ origin: "EXTERNAL" });
    await using opened = await scene.open(browser);
    const { page } = opened;
    await look(page, lost.arn);
    aws.faults.add({ kind: "reset-after-applying", operation: "DeleteImportedKeyMaterial" });
    aws.faults.add({ kind: "server-error-json", operation: "DescribeKey", after: 1 });
    await page.getByLabel("To delete the material").fill(lost.keyId);
    await page.getByRole("button", { name: "Delete the material" }).click();
    await page.getByText("The material may or may not have been deleted.").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(aws.requests.count("DeleteImportedKeyMaterial")).toBe(2);
    aws.faults.clear();

    const own = aws.keys.createKey();
    await look(page, own.arn);
    await page.getByText("The material cannot be deleted.").waitFor();
    expect(await page.getByLabel("To delete the material").count()).toBe(0);
  });
});

async function look(page: Page, reference: string): Promise<void> {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/key-material?key=${encodeURIComponent(reference)}`);
  await page.getByRole("heading", { name: "What it means" }).waitFor();
}
