import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { declarations, ENTRIES } from "./declarations.ts";

const built = declarations();

/*
 * What packages declare is what users depend on. If a change is intended, run `npm run declarations`, read the difference,
 * commit it, and write it in CHANGELOG.md if users will notice.
 */
it("has a file for each entry of each package", () => {
  expect(readdirSync(ENTRIES).toSorted()).toEqual([...built.keys()].toSorted());
});

it.each([...built])("%s is what the entry declares; if not, run `npm run declarations`", (file, text) => {
  expect(text).toBe(readFileSync(join(ENTRIES, file), "utf8"));
});
