import { expect, it } from "vitest";
import { createCrosstag } from "../../src/index.ts";
import { createMemoryCloud } from "../../src/testing.ts";

const REPLACE = { style: "replace", versioned: true } as const;

const replaceTags = async () => ({});

it("refuses a driver whose methods are not those of its style", () => {
  const { driver } = createMemoryCloud();
  const rest = { ...driver };
  delete rest.writeTags;
  delete rest.removeTags;
  expect(() => createCrosstag([{ ...rest, writes: REPLACE }])).toThrow(
    "The driver for memory is incomplete: it has no replaceTags().",
  );
  expect(() => createCrosstag([rest])).toThrow(
    "The driver for memory is incomplete: it has no writeTags(), removeTags().",
  );
  expect(() => createCrosstag([{ ...driver, writes: REPLACE, replaceTags }])).toThrow(
    "The driver for memory has writeTags(), removeTags(), which its `writes` rules out.",
  );
  expect(() => createCrosstag([{ ...rest, writes: REPLACE, replaceTags }])).not.toThrow();
});
