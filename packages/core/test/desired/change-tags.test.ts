import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDesiredState } from "../../src/desired/check-desired-state.ts";
import { changeTags, nameStatements, ownsKey } from "../../src/desired/change-tags.ts";
import type { KeyOwnership } from "../../src/desired/change-tags.ts";
import type { DesiredStatement } from "../../src/desired/desired-state.ts";

type Actions = Omit<DesiredStatement, "select">;
type Tags = Readonly<Record<string, string>>;

const everything: KeyOwnership = { mayChange: () => true };

function change(before: Tags, statements: readonly Actions[], ownership = everything) {
  const named = nameStatements({ version: 1, statements: statements.map((actions) => ({ select: {}, ...actions })) });
  const result = changeTags(named, new Map(Object.entries(before)), ownership);
  return "tags" in result ? Object.fromEntries(result.tags) : result;
}

describe("what statements come to", () => {
  it("sets, sets if absent, renames, removes, and leaves the rest", () => {
    expect(
      change({ Owner: "me", stage: "test", tmp1: "x", other: "o" }, [
        { rename: { Owner: "owner" }, set: { stage: "production" }, setIfAbsent: { reviewed: "no", other: "p" } },
        { remove: ["tmp*"] },
      ]),
    ).toEqual({ owner: "me", stage: "production", other: "o", reviewed: "no" });
  });

  it("takes all away but what is named, set, or not to be changed", () => {
    const ownership = { mayChange: (key: string) => !key.startsWith("theirs") };
    expect(
      change({ keep1: "a", b: "b", theirs: "c", d: "old" }, [{ removeAllBut: ["keep*"], set: { d: "d" } }], ownership),
    ).toEqual({ keep1: "a", d: "d", theirs: "c" });
  });

  it("renames if the new name exists with the same value, and refuses if it has another", () => {
    expect(change({ a: "1", b: "1" }, [{ rename: { a: "b" } }])).toEqual({ b: "1" });
    expect(change({ a: "1", b: "2" }, [{ rename: { a: "b" } }])).toMatchObject({
      conflict: "rename-conflict",
      tagKey: "b",
    });
    expect(change({ b: "2" }, [{ rename: { a: "b" } }])).toEqual({ b: "2" });
    const both = [{ rename: { a: "b" } }, { rename: { A: "b" } }];
    expect(change({ A: "1" }, both)).toEqual({ b: "1" });
    expect(change({ a: "1", A: "2" }, both)).toMatchObject({ conflict: "rename-conflict", tagKey: "b" });
  });

  it("takes any word for a tag key", () => {
    const before = Object.fromEntries([
      ["__proto__", "p"],
      ["constructor", "c"],
    ]);
    const set = Object.fromEntries([["__proto__", "q"]]);
    const result = change(before, [{ set, rename: { constructor: "toString" } }]);
    expect(Object.entries(result)).toEqual([
      ["__proto__", "q"],
      ["toString", "c"],
    ]);
    expect(change({}, [{ setIfAbsent: { hasOwnProperty: "1" } }])).toEqual({ hasOwnProperty: "1" });
    // What every object inherits is not a rename.
    expect(change({}, [{ rename: { a: "b" } }, { set: { valueOf: "1" } }])).toEqual({ valueOf: "1" });
  });

  it.each<[string, Tags, readonly Actions[], string]>([
    ["two values", {}, [{ set: { a: "1" } }, { set: { a: "2" } }], "a"],
    ["set and removed", {}, [{ set: { a: "1" } }, { remove: ["a"] }], "a"],
    ["removed and set, though it is not there", {}, [{ remove: ["a*"] }, { set: { a: "1" } }], "a"],
    ["all but and set", {}, [{ removeAllBut: ["b"] }, { set: { a: "1" } }], "a"],
    ["renamed and set", { a: "1" }, [{ rename: { a: "b" } }, { set: { a: "1" } }], "a"],
    ["renamed and set, though it is not there", {}, [{ rename: { a: "b" } }, { set: { a: "1" } }], "a"],
    ["wanted and removed", { a: "1" }, [{ setIfAbsent: { a: "2" } }, { remove: ["a"] }], "a"],
    ["wanted and renamed", { a: "1" }, [{ setIfAbsent: { a: "2" } }, { rename: { a: "b" } }], "a"],
    ["wanted and removed by one statement", { a1: "1" }, [{ setIfAbsent: { a1: "2" }, remove: ["a*"] }], "a1"],
    ["moved to two names", { a: "1" }, [{ rename: { a: "b" } }, { rename: { a: "c" } }], "a"],
    ["removed and moved", { a: "1" }, [{ remove: ["a"] }, { rename: { a: "b" } }], "a"],
    ["two into one", { a: "1", c: "1" }, [{ rename: { a: "b" } }, { rename: { b: "c" } }], "b"],
  ])("is a conflict: %s", (_name, before, statements, tagKey) => {
    const conflict = change(before, statements);
    expect(conflict).toMatchObject({ conflict: "conflict", tagKey });
    expect(JSON.stringify(conflict)).toContain("tatement 1");
  });

  it("is not a conflict if statements agree", () => {
    expect(change({ a: "1" }, [{ rename: { a: "b" } }, { rename: { a: "b" } }])).toEqual({ b: "1" });
    expect(change({ a: "1" }, [{ remove: ["a"] }, { remove: ["*"] }])).toEqual({});
    expect(change({}, [{ set: { a: "1" } }, { set: { a: "1" } }, { setIfAbsent: { a: "2" } }])).toEqual({ a: "1" });
    expect(change({ a: "1" }, [{ rename: { a: "b" } }, { remove: ["a"] }])).toEqual({ b: "1" });
  });

  it("says no tag value in a conflict", () => {
    const details = [
      change({ a: "SECRET-1", b: "SECRET-2" }, [{ rename: { a: "b" } }]),
      change({}, [{ set: { a: "SECRET-1" } }, { set: { a: "SECRET-2" } }]),
      change({ a: "SECRET-1" }, [{ remove: ["a"] }, { rename: { a: "b" } }]),
    ];
    for (const detail of details) {
      expect(detail).toHaveProperty("conflict");
      expect(JSON.stringify(detail)).not.toContain("SECRET");
    }
  });
});

const key = fc.constantFrom("a", "b", "c", "__proto__");
const value = fc.constantFrom("1", "2");
const record = (maxKeys: number) =>
  fc
    .uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: maxKeys })
    .map((entries): Tags => Object.fromEntries(entries));
const globs = fc.uniqueArray(fc.constantFrom("a", "b", "*", "?", "c*"), { maxLength: 2 });
const renames = fc
  .tuple(key, key)
  .filter(([from, to]) => from !== to)
  .map(([from, to]): Tags => Object.fromEntries([[from, to]]));
const statement = (
  fc.record(
    { set: record(2), setIfAbsent: record(2), rename: renames, remove: globs, removeAllBut: globs },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Actions>
).filter((actions) => {
  const problems = checkDesiredState({ version: 1, statements: [{ select: {}, ...actions }] }, () => []);
  return problems.every(({ violation }) => violation.rule === "crosstag.no-action");
});

describe("statements applied again", () => {
  it("change nothing, and do not fail either", () => {
    fc.assert(
      fc.property(record(4), fc.array(statement, { maxLength: 3 }), (before, statements) => {
        const once = change(before, statements);
        fc.pre(!("conflict" in once));
        expect(change(once as Tags, statements)).toEqual(once);
      }),
      { numRuns: 5_000 },
    );
  });

  it("never touch what may not be changed by a glob", () => {
    fc.assert(
      fc.property(
        record(4),
        fc.array(fc.record({ remove: globs, removeAllBut: globs }), { maxLength: 3 }),
        (before, statements) => {
          const after = change(before, statements, { mayChange: (name) => name !== "b" });
          expect(Object.hasOwn(after, "b")).toBe(Object.hasOwn(before, "b"));
        },
      ),
    );
  });
});

describe("ownership", () => {
  it("is what the state owns, without what it leaves alone", () => {
    const state = { version: 1, statements: [] } as const;
    expect(ownsKey(state, "a")).toBe(true);
    expect(ownsKey({ ...state, owns: ["team*"] }, "team-1")).toBe(true);
    expect(ownsKey({ ...state, owns: ["team*"] }, "other")).toBe(false);
    expect(ownsKey({ ...state, owns: ["team*"], leavesAlone: ["team-x"] }, "team-x")).toBe(false);
    expect(ownsKey({ ...state, owns: [] }, "a")).toBe(false);
  });
});
