import type { Page } from "playwright-core";
import { axeNodes, describeNode, runAxe } from "./run-axe.ts";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong with a page as it is now. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  const { violations } = await runAxe(page, {
    runOnly: { type: "tag", values: STANDARDS },
    resultTypes: ["violations"],
  });
  return axeNodes(violations).map(describeNode);
}
