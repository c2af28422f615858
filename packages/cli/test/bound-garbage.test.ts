import { spawnSync } from "node:child_process";
import { execPath } from "node:process";
import { expect, test } from "vitest";
import { GARBAGE_FLAG } from "../src/bound-garbage.ts";

test("this version of Node knows the flag: it would report another one on the terminal", () => {
  const { status, stderr } = spawnSync(execPath, [GARBAGE_FLAG, "-e", "0"], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});
