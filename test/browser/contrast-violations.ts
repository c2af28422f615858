import type { NodeResult } from "axe-core";
import type { Page } from "playwright-core";
import { axeNodes, describeNode, runAxe } from "./run-axe.ts";

/** axe cannot measure the contrast of content that is scrolled out of view. */
const UNROLLED = ".scroll { max-height: none !important; overflow: visible !important; }";

/**
 * Texts with too little contrast, and kinds of texts whose contrast axe could not measure: axe does not report them as
 * violations, so one could be hidden.
 */
export async function contrastViolations(page: Page): Promise<readonly string[]> {
  const style = `{ id: "unrolled", textContent: ${JSON.stringify(UNROLLED)} }`;
  await page.evaluate(`document.head.append(Object.assign(document.createElement("style"), ${style}))`);
  const { violations, incomplete, passes } = await runAxe(page, { type: "rule", values: ["color-contrast"] });
  await page.evaluate('document.getElementById("unrolled").remove()');
  const measured = new Set(axeNodes(passes).map(({ node }) => kindOf(node)));
  // In a drawing it measures none; the colors there are those of the texts around it.
  const unmeasured = axeNodes(incomplete).filter(
    ({ node }) => !node.html.startsWith("<text") && !measured.has(kindOf(node)),
  );
  return [...axeNodes(violations), ...unmeasured].map(describeNode);
}

/** Its name and its class, which determine its colors. */
function kindOf({ html }: NodeResult): string {
  return `${/^<\w+/.exec(html)?.[0]} ${/^<[^>]*\sclass="([^"]*)"/.exec(html)?.[1] ?? ""}`;
}
