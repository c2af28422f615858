import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isGlob, matchesAnyGlob, matchesGlob } from "../../src/desired/matches-glob.ts";

/** Plainly what a glob means; takes exponential time. */
function reference(glob: string, text: string): boolean {
  if (glob === "") return text === "";
  if (glob[0] === "*") return reference(glob.slice(1), text) || (text !== "" && reference(glob, text.slice(1)));
  return text !== "" && (glob[0] === "?" || glob[0] === text[0]) && reference(glob.slice(1), text.slice(1));
}

const letters = (alphabet: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength }).map((list) => list.join(""));

describe("globs", () => {
  it("match what the plain meaning says", () => {
    fc.assert(
      fc.property(letters(["a", "b", "*", "?"], 8), letters(["a", "b"], 10), (glob, text) => {
        expect(matchesGlob(glob, text)).toBe(reference(glob, text));
      }),
      { numRuns: 3_000 },
    );
  });

  it("take characters of regular expressions, and upper and lower case, for what they are", () => {
    expect(matchesGlob("a.b", "axb")).toBe(false);
    expect(matchesGlob("[a](b)+$", "[a](b)+$")).toBe(true);
    expect(matchesGlob("Team*", "team-1")).toBe(false);
    expect(matchesGlob("?", "")).toBe(false);
    expect(matchesGlob("*", "")).toBe(true);
    expect(matchesGlob("a*", "a\nb")).toBe(true);
  });

  it("do not take long, whatever the glob", () => {
    const text = "a".repeat(4_000);
    // CPU time: other processes may use the cores.
    const startedAt = process.cpuUsage();
    expect(matchesGlob(`${"a*".repeat(500)}b`, text)).toBe(false);
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });

  it("are distinguished from names, and one match of several is enough", () => {
    expect(["a*", "a?", "*"].every(isGlob)).toBe(true);
    expect(["a", "", "a.b[1]"].some(isGlob)).toBe(false);
    expect(matchesAnyGlob(["x", "a*"], "abc")).toBe(true);
    expect(matchesAnyGlob([], "abc")).toBe(false);
  });
});
