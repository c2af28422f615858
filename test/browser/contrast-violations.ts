import type { NodeResult } from "axe-core";
import type { Page } from "playwright-core";
import { axeNodes, describeNode, runAxe } from "./run-axe.ts";

/**
 * Texts with too little contrast, and kinds of texts whose contrast axe could not measure: axe does not report them as
 * violations, so one could be hidden.
 */
export async function contrastViolations(page: Page): Promise<readonly string[]> {
  const { violations, incomplete, passes } = await runAxe(page, {
    runOnly: { type: "rule", values: ["color-contrast"] },
  });
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
