import axe, { type AxeResults, type NodeResult, type Result, type RunOptions } from "axe-core";
import type { Page } from "playwright-core";

export interface AxeNode {
  readonly rule: string;
  readonly node: NodeResult;
}

export async function runAxe(page: Page, runOnly: RunOptions["runOnly"]): Promise<AxeResults> {
  await page.evaluate(axe.source);
  return page.evaluate<AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(runOnly)} })`);
}

export function axeNodes(results: readonly Result[]): readonly AxeNode[] {
  return results.flatMap(({ id, nodes }) => nodes.map((node) => ({ rule: id, node })));
}

/** For people: what is wrong, and with which element. */
export function describeNode({ rule, node: { target, any, failureSummary } }: AxeNode): string {
  return `${rule}: ${target.join(" ")}: ${any[0]?.message ?? failureSummary}`;
}
