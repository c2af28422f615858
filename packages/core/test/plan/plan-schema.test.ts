import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { createPlan } from "../../src/node/memory-plan.ts";
import { decodePlanEntry, decodePlanHeader, encodePlanEntry, encodePlanHeader } from "../../src/plan/plan-lines.ts";
import { seededRandom } from "../../src/testing/clock/seeded-random.ts";
import { ENTRIES, parts } from "../node/plan-entries.ts";

const schema = JSON.parse(readFileSync(new URL("../../crosstag-plan.schema.json", import.meta.url), "utf8")) as Record<
  string,
  unknown
>;
const fits = new Ajv({ strict: true, allErrors: true }).compile(schema);

const header = encodePlanHeader(createPlan(ENTRIES, parts()).header);
const lines = [header, ...ENTRIES.map(encodePlanEntry)];

test("the published schema takes every line that this version writes", () => {
  for (const line of lines) {
    fits(JSON.parse(line));
    expect({ line, errors: fits.errors }).toEqual({ line, errors: null });
  }
});

/** Another value in the place of one that is somewhere inside, or none. */
function damage(value: unknown, random: () => number): unknown {
  const otherwise = [0, -1, 1.5, "", "x", true, null, [], {}];
  if (typeof value !== "object" || value === null || random() < 0.15)
    return otherwise[Math.floor(random() * otherwise.length)];
  const names = Object.keys(value);
  const name = names[Math.floor(random() * names.length)];
  if (name === undefined) return otherwise[Math.floor(random() * otherwise.length)];
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (key !== name) return [[key, inner]];
    return random() < 0.2 ? [] : [[key, damage(inner, random)]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

test("the schema and the reader agree on what is a line of a plan", () => {
  const random = seededRandom(11);
  let refused = 0;
  for (let round = 0; round < 5_000; round += 1) {
    const line = lines[round % lines.length] as string;
    const damaged = JSON.stringify(damage(JSON.parse(line), random));
    const decode = line === header ? decodePlanHeader : decodePlanEntry;
    let reads = true;
    try {
      decode(damaged);
    } catch {
      reads = false;
      refused += 1;
    }
    expect({ damaged, fits: fits(JSON.parse(damaged)) }).toEqual({ damaged, fits: reads });
  }
  expect(refused).toBeGreaterThan(1_000);
});
