import type { NodeResult } from "axe-core";
import type { Page } from "playwright-core";
import { axeNodes, describeNode, runAxe } from "./run-axe.ts";

/** What is scrolled out of its place has no contrast that axe could tell. */
const UNROLLED = ".scroll { max-height: none !important; overflow: visible !important; }";

/**
 * Texts with too little contrast, and kinds of texts of whose contrast axe could tell none: what it cannot tell is no
 * violation to it, and would hide one.
 */
export async function contrastViolations(page: Page): Promise<readonly string[]> {
  const style = `{ id: "unrolled", textContent: ${JSON.stringify(UNROLLED)} }`;
  await page.evaluate(`document.head.append(Object.assign(document.createElement("style"), ${style}))`);
  const { violations, incomplete, passes } = await runAxe(page, { type: "rule", values: ["color-contrast"] });
  await page.evaluate('document.getElementById("unrolled").remove()');
  const told = new Set(axeNodes(passes).map(({ node }) => kindOf(node)));
  // In a drawing it tells none; the colours there are those of the texts around it.
  const untold = axeNodes(incomplete).filter(({ node }) => !node.html.startsWith("<text") && !told.has(kindOf(node)));
  return [...axeNodes(violations), ...untold].map(describeNode);
}

/** Its name and its class: what the colours depend on. */
function kindOf({ html }: NodeResult): string {
  return `${/^<\w+/.exec(html)?.[0]} ${/^<[^>]*\sclass="([^"]*)"/.exec(html)?.[1] ?? ""}`;
}
