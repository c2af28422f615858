import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generatedPages } from "./provider-pages.ts";
import { REPOSITORY } from "./pages.ts";

it.each([...(await generatedPages())])("%s matches the adapters' data", (path, text) => {
  const committed = existsSync(`${REPOSITORY}${path}`) ? readFileSync(`${REPOSITORY}${path}`, "utf8") : "";
  expect(committed === text ? "the same" : "different: run `npm run docs:generate`").toBe("the same");
});
