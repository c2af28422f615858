import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { systemReason } from "../../src/text/system-reason.ts";

const reasonOf = (path: string) => readFile(path).then(() => "none", systemReason);

it("says in the system's words why a file cannot be read, without its path", async () => {
  expect(await reasonOf("/no/such, file")).toBe("no such file or directory (ENOENT)");
  expect(await reasonOf("/")).toBe("it is a directory (EISDIR)");
});

it.each([
  [Object.assign(new Error("a text with what must not be shown"), { code: "EIO" }), "EIO"],
  [new Error("a text with what must not be shown"), "unknown reason"],
  [undefined, "unknown reason"],
])("repeats no other text: %s", (error, expected) => {
  expect(systemReason(error)).toBe(expected);
});
