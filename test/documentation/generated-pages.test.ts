import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generatedPages } from "./generated-pages.ts";
import { REPOSITORY } from "./pages.ts";
import { walkOfACall } from "./walk-of-a-call.ts";

it.each([...(await generatedPages())])("%s matches what it is generated from", (path, text) => {
  const committed = existsSync(`${REPOSITORY}${path}`) ? readFileSync(`${REPOSITORY}${path}`, "utf8") : "";
  expect(committed === text ? "the same" : "different: run `npm run docs:generate`").toBe("the same");
});

it("a reader of one tagResource call opens at most 42 files", () => {
  const files = walkOfACall();
  expect(files.length).toBeLessThanOrEqual(42);
  expect(files[0]).toBe("packages/core/src/create-crosstag.ts");
});
