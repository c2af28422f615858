import { expect, it } from "vitest";
import { withoutDocComment } from "./doc-comments.ts";

/** Packages whose exports and members of exported types all have a doc comment. */
const DOCUMENTED = [
  "alibaba",
  "aws",
  "cli",
  "clouds",
  "compliance",
  "compliance",
  "config",
  "conformance",
  "console",
  "core",
  "dbos",
  "driver-kit",
  "inversify",
  "local-clouds",
  "migration",
  "operations",
  "service",
  "tencent",
];

it.each(DOCUMENTED)("everything that %s exports has a doc comment", (name) => {
  expect(withoutDocComment(name)).toEqual([]);
});
