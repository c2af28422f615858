import type { Reference, TagSet } from "@crosstag/core";
import { itemAt } from "@crosstag/core/internal";
import type { CallContext, KmsDriver, TagRow } from "@crosstag/core/driver";
import assert from "node:assert/strict";
import { split } from "./split.ts";

const PAGES_AT_MOST = 500;

/** What the driver reads of resources of one kind, by `Reference.id`. */
export interface TagReading {
  /** The tags, from all pages. */
  readonly tags: ReadonlyMap<string, TagSet>;
  /** The versions of the tags; empty if the cloud has none. */
  readonly versions: ReadonlyMap<string, string>;
}

/** Reads all pages of the tags of resources of one kind, as many resources in a call as the limits state. */
export async function readAllTags(
  driver: KmsDriver,
  resources: readonly Reference[],
  call: () => CallContext,
): Promise<TagReading> {
  const { kind } = itemAt(resources, 0);
  const rows: TagRow[] = [];
  const versions = new Map<string, string>();
  for (const part of split(resources, driver.limits.readTags[kind]?.resources ?? 1)) {
    rows.push(
      ...(await allPages(async (cursor) => {
        const page = await driver.readTags({ kind, resources: part, ...(cursor !== undefined && { cursor }) }, call());
        for (const [id, version] of page.versions ?? []) versions.set(id, version);
        return { items: page.rows, next: page.next };
      })),
    );
  }
  const tags = new Map(resources.map(({ id }) => [id, new Map<string, string>()]));
  for (const { id, key, value } of rows) {
    const own = tags.get(id);
    assert.ok(own, `a row names ${id}, which was not requested`);
    assert.ok(!own.has(key), `tag ${key} of ${id} is on two pages`);
    own.set(key, value);
  }
  return { tags, versions };
}

/** Everything on all pages. Fails if the pages do not end. */
export async function allPages<Item>(
  page: (cursor: string | undefined) => Promise<{ readonly items: readonly Item[]; readonly next: string | undefined }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < PAGES_AT_MOST; pages += 1) {
    const { items: more, next } = await page(cursor);
    items.push(...more);
    if (next === undefined) return items;
    assert.notEqual(next, cursor, "a page names itself as the next one");
    cursor = next;
  }
  return assert.fail(`the pages do not end within ${PAGES_AT_MOST}`);
}
