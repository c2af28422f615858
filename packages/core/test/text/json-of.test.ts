import { expect, test } from "vitest";
import { isList, isMap, jsonOf } from "../../src/internal.ts";

test("a text that is not JSON is undefined, and only an object is a map, only an array a list", () => {
  expect(jsonOf('{"a":[1]}')).toEqual({ a: [1] });
  expect(jsonOf("null")).toBeNull();
  for (const text of ["", "{", "undefined"]) expect(jsonOf(text)).toBeUndefined();
  expect([{}, [], null, "a", undefined].map(isMap)).toEqual([true, false, false, false, false]);
  expect([{}, [], null, "a", undefined].map(isList)).toEqual([false, true, false, false, false]);
});
