import { spawnSync } from "node:child_process";
import { execPath } from "node:process";
import { expect, test } from "vitest";
import { GARBAGE_FLAG } from "../src/bound-garbage.ts";
import { COMPILE_FLAG } from "../src/compile-later.ts";

test("this version of Node knows the flags: it would report others on the terminal", () => {
  const { status, stderr } = spawnSync(execPath, [GARBAGE_FLAG, COMPILE_FLAG, "-e", "0"], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});
