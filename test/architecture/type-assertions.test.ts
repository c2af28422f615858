import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repository } from "./source-files.ts";
import { typeAssertions } from "./type-assertions.ts";

/** Lower it when assertions go. A new one needs a reason that neither `known`, `itemAt` nor a type guard can serve. */
const MOST = 50;

it(`the packages have at most ${MOST} type assertions`, () => {
  const counts = typeAssertions(readdirSync(join(repository, "packages")));
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  expect(total).toBeLessThanOrEqual(MOST);
});
