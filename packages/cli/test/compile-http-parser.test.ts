import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { OWN_BUDGETS } from "../src/compile-http-parser.ts";

it("knows the value that the present Node has by itself, to which it is set again", () => {
  const options = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  const own = /--wasm-tiering-budget \(.*\n.*default: --wasm-tiering-budget=(\d+)/.exec(options)?.[1];
  expect(OWN_BUDGETS[process.versions.node.split(".", 1)[0] ?? ""]).toBe(Number(own));
});
