import { array, assert, boolean, constantFrom, oneof, property, tuple, uniqueArray } from "fast-check";
import { expect, test } from "vitest";
import { compileRegions } from "../../src/fleet/region-patterns.ts";

const region = constantFrom("eu-central-1", "eu-west-1", "us-east-1", "us-east-2", "ap-south-1", "cn-north-1");
const pattern = constantFrom("eu-*", "us-east-?", "*", "all", "ap-*", "xx-*");
const written = array(
  tuple(oneof(region, pattern), boolean()).map(([name, excludes]) => (excludes ? `!${name}` : name)),
  { minLength: 1, maxLength: 6 },
);

function asExpression(glob: string): RegExp {
  return new RegExp(`^${(glob === "all" ? "*" : glob).replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

/** The same rules, written as a definition. */
function expected(patterns: readonly string[], enabled: readonly string[]): ReadonlySet<string> {
  const includes = patterns.filter((text) => !text.startsWith("!"));
  const excluded = patterns.filter((text) => text.startsWith("!")).map((text) => asExpression(text.slice(1)));
  const literals = includes.filter((text) => text !== "all" && !/[*?]/.test(text));
  const globs = includes.filter((text) => !literals.includes(text)).map(asExpression);
  const matching = enabled.filter((one) => globs.some((glob) => glob.test(one)));
  return new Set([...literals, ...matching].filter((one) => !excluded.some((glob) => glob.test(one))));
}

test("patterns select as they are defined, each region once", () => {
  assert(
    property(written, uniqueArray(region), (patterns, enabled) => {
      const selected = compileRegions(patterns).select(enabled);
      expect(new Set(selected).size).toBe(selected.length);
      expect(new Set(selected)).toEqual(expected(patterns, enabled));
    }),
  );
});

test("a list of regions is needed exactly if a pattern includes", () => {
  assert(
    property(written, (patterns) => {
      expect(compileRegions(patterns).needsList).toBe(
        patterns.some((text) => !text.startsWith("!") && /[*?]|^all$/.test(text)),
      );
    }),
  );
});

test("the order of exclusions does not matter", () => {
  assert(
    property(written, uniqueArray(region), (patterns, enabled) => {
      const exclusionsFirst = patterns.toSorted(
        (left, right) => Number(right.startsWith("!")) - Number(left.startsWith("!")),
      );
      expect(new Set(compileRegions(exclusionsFirst).select(enabled))).toEqual(
        new Set(compileRegions(patterns).select(enabled)),
      );
    }),
  );
});

test("what has had no effect is known", () => {
  const patterns = compileRegions(["eu-*", "us-east-1", "xx-*", "!eu-west-1", "!ap-*"]);
  expect(patterns.select(["eu-west-1", "eu-central-1"])).toEqual(["us-east-1", "eu-central-1"]);
  expect(patterns.unused()).toEqual(["xx-*", "!ap-*"]);
});
