import { expect, it } from "vitest";
import { seededRandom } from "../../src/testing.ts";

const draw = (seed: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: 20_000 }, () => random());
};

it("seededRandom gives the same numbers for the same seed, spread evenly from 0 to 1", () => {
  const numbers = draw(1);
  expect(draw(1)).toEqual(numbers);
  expect(draw(2)).not.toEqual(numbers);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  const tenths = Array.from(
    { length: 10 },
    (_, index) => numbers.filter((number) => Math.floor(number * 10) === index).length,
  );
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(200);
});
