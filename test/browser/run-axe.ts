import axe, { type AxeResults, type NodeResult, type Result, type RunOptions } from "axe-core";
import type { Page } from "playwright-core";

/** Some: axe cannot measure the contrast of a text of one character. */
const SOME_ROWS_OF_EACH_SHAPE = `(() => {
  const seen = new Map();
  for (const row of document.querySelectorAll("tbody tr")) {
    const shape = [row.parentElement, ...row.querySelectorAll("*")]
      .map(({ id, tagName, className }) => tagName + "#" + id + "." + className)
      .join(" ");
    const count = (seen.get(shape) ?? 0) + 1;
    seen.set(shape, count);
    if (count > 3) row.remove();
  }
})()`;

export interface AxeNode {
  readonly rule: string;
  readonly node: NodeResult;
}

/**
 * Without most rows that differ from rows above only in their texts: axe checks elements and classes, and takes most of its
 * time for such rows. Results of kinds that are not asked for have one element for each rule.
 */
export async function runAxe(page: Page, options: Pick<RunOptions, "runOnly" | "resultTypes">): Promise<AxeResults> {
  await page.evaluate(SOME_ROWS_OF_EACH_SHAPE);
  // It is half a megabyte, and stays until the page is loaded again.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  return page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
}

export function axeNodes(results: readonly Result[]): readonly AxeNode[] {
  return results.flatMap(({ id, nodes }) => nodes.map((node) => ({ rule: id, node })));
}

/** For people: what is wrong, and with which element. */
export function describeNode({ rule, node: { target, any, failureSummary } }: AxeNode): string {
  return `${rule}: ${target.join(" ")}: ${any[0]?.message ?? failureSummary}`;
}
