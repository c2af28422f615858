import { expect, test } from "vitest";
import { listByParent, type ListedPage } from "../src/index.ts";

/** Pages of parents, and of the resources in each. The place of the next page is its number. */
const PARENTS = [["ring-1", "ring-2"], [], ["ring-3"]];
const CHILDREN: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "ring-1": [["a"], ["b"]],
  "ring-2": [[]],
  "ring-3": [["c"]],
};

function page(pages: readonly (readonly string[])[], next = "0"): ListedPage<string> {
  const number = Number(next);
  return { items: pages[number] ?? [], next: number + 1 < pages.length ? String(number + 1) : undefined };
}

test("every page is one call, and all resources of all parents are listed once", async () => {
  const found: string[] = [];
  let calls = 0;
  let pages = 0;
  let cursor: string | undefined;
  do {
    const { items, next } = await listByParent(cursor, {
      parents: async (token) => ((calls += 1), page(PARENTS, token)),
      children: async (parent, token) => ((calls += 1), page(CHILDREN[parent] ?? [], token)),
    });
    found.push(...items);
    pages += 1;
    cursor = next;
  } while (cursor !== undefined);
  expect(found).toEqual(["a", "b", "c"]);
  expect([calls, pages]).toEqual([7, 7]);
});
