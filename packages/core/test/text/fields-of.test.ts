import { expect, test } from "vitest";
import { fieldsOf, hasFields } from "../../src/internal.ts";

test("the fields of any value can be read", () => {
  const error = Object.assign(new Error("full"), { code: "ENOSPC" });
  expect(fieldsOf(error)).toBe(error);
  expect(fieldsOf(error)["code"]).toBe("ENOSPC");
  for (const value of [null, undefined, "text", 1, true, Symbol("s")]) expect(fieldsOf(value)).toEqual({});
  expect([{}, [], () => {}, null, undefined, "text"].map(hasFields)).toEqual([true, true, true, false, false, false]);
});
