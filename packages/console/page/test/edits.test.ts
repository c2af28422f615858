import type { TagRules } from "@crosstag/core";
import { describe, expect, it } from "vitest";
import { bulkChanges, groupViolations, judgeBulk } from "../edit/bulk-changes.ts";
import { EditStore, type EditStorage } from "../edit/edit-store.ts";
import { editTarget } from "../edit/edit-target.ts";
import { cloudFinder, estimateEdits } from "../edit/estimate-edits.ts";
import { groupEdits } from "../edit/group-edits.ts";
import { judgeEdit } from "../edit/judge-edit.ts";
import { parsePasted } from "../edit/parse-pasted.ts";
import { pastedChanges } from "../edit/pasted-changes.ts";
import { planChanges } from "../edit/plan-changes.ts";
import type { Judge } from "../edit/use-judgements.ts";
import type { InventoryRow } from "../inventory/inventory-row.ts";

const page = { source: "a page", verifiedOn: "2026-11-29", status: "documented" } as const;
const origin = { ...page, severity: "error" } as const;
const RULES: TagRules = {
  provider: "east",
  title: "Cloud of the East",
  rules: [
    { ...origin, id: "east.value", check: "characters", of: "value", allowed: "a-z", description: "small letters" },
    { ...origin, id: "east.count", check: "count", maximum: 2 },
  ],
};
const rulesOf = ({ provider }: { readonly provider: string }) => (provider === "east" ? RULES : undefined);

function row(id: string, tags: Record<string, string> | undefined, provider = "east"): InventoryRow {
  const known = tags && new Map(Object.entries(tags));
  return { reference: `${provider}:${id}`, provider, kind: "key", id, aliases: [], tags: known };
}

function target(id: string, tags: Record<string, string>, provider?: string) {
  const found = editTarget(row(id, tags, provider));
  if (found === undefined) throw new Error("The tags are known.");
  return found;
}

function memoryStorage(most = Infinity): EditStorage & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key) => texts.get(key) ?? null,
    removeItem: (key) => void texts.delete(key),
    setItem: (key, text) => {
      if (text.length > most) throw new DOMException("full", "QuotaExceededError");
      texts.set(key, text);
    },
  };
}

describe("edits", () => {
  it("survive that the page is loaded again, whatever the keys are, and a change back takes an edit back", () => {
    const storage = memoryStorage();
    const store = new EditStore(storage);
    const one = target("one", { team: "a", "": "odd", stage: "x" });
    store.change([
      { target: one, key: "__proto__", value: "</script>" },
      { target: one, key: "team", value: undefined },
      { target: one, key: "stage", value: "" },
    ]);
    const again = new EditStore(storage);
    expect([...again.get().values()]).toEqual([...store.get().values()]);
    const changes = planChanges(again.get().values()).changes[0];
    expect(JSON.parse(JSON.stringify(changes))).toEqual(
      JSON.parse('{"resource":"east:one","set":{"__proto__":"</script>","stage":""},"remove":["team"]}'),
    );
    again.change([
      { target: one, key: "__proto__", value: undefined },
      { target: one, key: "team", value: "a" },
      { target: one, key: "stage", value: "x" },
    ]);
    expect(again.get().size).toBe(0);
    expect(storage.texts.size).toBe(0);
  });

  it("say if they are too many to be kept, and forget what another version kept", () => {
    const store = new EditStore(memoryStorage(10));
    store.change([{ target: target("one", {}), key: "team", value: "a" }]);
    expect(store.isKept()).toBe(false);
    expect(store.get().size).toBe(1);
    const storage = memoryStorage();
    storage.setItem("crosstag-edits", '[{"reference":1}]');
    expect(new EditStore(storage).get().size).toBe(0);
  });

  it("are judged by the rules of their cloud, with the tags that would be left", () => {
    const judged = (tags: Record<string, string>, changes: readonly (readonly [string, string | undefined])[]) =>
      judgeEdit({ ...target("one", tags), changes: new Map(changes) }, rulesOf).map(({ rule, key }) => [rule, key]);
    expect(judged({}, [["team", "UPPER"]])).toEqual([["east.value", "team"]]);
    expect(judged({ a: "a", b: "b" }, [["c", "c"]])).toEqual([["east.count", undefined]]);
    expect(
      judged({ a: "a", b: "b" }, [
        ["c", "c"],
        ["a", undefined],
      ]),
    ).toEqual([]);
    expect(judged({}, [["lone", "\uD800"]])).toContainEqual(["crosstag.ill-formed-text", "lone"]);
    const west = { ...target("two", {}, "west"), changes: new Map([["team", "UPPER"]]) };
    expect(judgeEdit(west, rulesOf)).toEqual([]);
  });

  it("of many resources leave out resources that have the value and resources whose tags are not known", () => {
    const rows = [row("one", { team: "a" }), row("two", {}), row("three", undefined), row("four", { a: "a", b: "b" })];
    const changes = bulkChanges(rows, "team", "a", new Map());
    expect(changes.map(({ target: { reference } }) => reference)).toEqual(["east:two", "east:four"]);
    const { groups, refused } = judgeBulk(bulkChanges(rows, "team", "Ä", new Map()), new Map(), rulesOf);
    // One of them breaks two rules.
    expect(refused).toBe(3);
    expect(groups.map(({ violation: { rule }, resources }) => [rule, resources])).toEqual([
      ["east.value", 3],
      ["east.count", 1],
    ]);
  });

  it("are not refused for what an earlier change of another tag has wrong", () => {
    const rows = [row("key-1", {})];
    const store = new EditStore(memoryStorage(10_000));
    store.change(bulkChanges(rows, "team", "Ä", new Map()));
    const edits = store.get();
    const { groups, refused } = judgeBulk(bulkChanges(rows, "stage", "test", edits), edits, rulesOf);
    expect({ groups, refused }).toEqual({ groups: [], refused: 0 });
  });

  it("that break rules of several services with the same words are said once", () => {
    const said = { severity: "error", message: "The key is reserved.", fix: "Choose another." } as const;
    const groups = groupViolations([
      [{ ...said, rule: "east.reserved" }],
      [{ ...said, rule: "east.secrets.reserved" }],
      [{ ...said, rule: "east.reserved", fix: "Remove it." }],
    ]);
    expect(groups.map(({ violation: { fix }, resources }) => [fix, resources])).toEqual([
      ["Choose another.", 2],
      ["Remove it.", 1],
    ]);
  });
});

const judge: Judge = (edit) => (edit === undefined ? [] : judgeEdit(edit, rulesOf));

describe("groups of edits", () => {
  it("have the equal ones, the largest first", () => {
    const store = new EditStore(memoryStorage());
    store.change(["one", "two", "three"].map((id) => ({ target: target(id, {}), key: "team", value: id.slice(0, 1) })));
    const names = () => groupEdits(store.get().values(), judge).map(({ edits }) => edits.map(({ name }) => name));
    expect(names()).toEqual([["two", "three"], ["one"]]);

    // What would be refused is first and marked at its key, beside the same change that another cloud accepts.
    store.change(["east", "west"].map((cloud) => ({ target: target("four", {}, cloud), key: "stage", value: "LIVE" })));
    store.change([{ target: target("four", {}), key: "team", value: "a" }]);
    store.change([{ target: target("five", { a: "a", b: "b" }), key: "stage", value: "x" }]);
    expect(names()).toEqual([["four"], ["five"], ["two", "three"], ["one"], ["four"]]);
    const found = groupEdits(store.get().values(), judge);
    expect(found.map(({ isRefused, refusedKeys }) => [isRefused, [...refusedKeys]])).toEqual([
      [true, ["stage"]],
      [true, []],
      [false, []],
      [false, []],
      [false, []],
    ]);
  });
});

function editOf(id: string, account: string, region: string, ...changes: readonly (readonly [string, string?])[]) {
  const found = target(id, { old: "x" });
  return { ...found, account, region, changes: new Map(changes.map(([key, value]) => [key, value])) };
}

describe("the estimate of edits", () => {
  const covers = [{ operation: "writeTags" }, { operation: "removeTags" }] as const;
  const cloud = (name: string, more: { readonly region: string; readonly account?: string }) => ({
    name,
    provider: "east",
    title: "Cloud of the East",
    kinds: [{ kind: "key", title: "key", plural: "keys" }],
    rules: [],
    limits: { writeTags: { key: { resources: 50, tags: 20 } }, removeTags: {}, readTags: {} },
    quotas: [{ ...page, id: "modify", requestsPerSecond: 2, covers }],
    ...more,
  });
  const cloudOf = cloudFinder([
    cloud("one", { region: "east-1", account: "1" }),
    cloud("two", { region: "east-1", account: "2" }),
    cloud("open", { region: "east-2" }),
  ]);

  it("has the calls of each account, and the time of the slowest", () => {
    const equal = Array.from({ length: 120 }, (_, index) => editOf(`${index}`, "1", "east-1", ["team", "a"]));
    // 120 equal changes are three calls. Removing takes a call for each resource, because the cloud says no other limit.
    expect(estimateEdits(equal, cloudOf)).toEqual({ calls: 3, seconds: 1.5 });
    const more = [
      ...equal,
      editOf("two", "2", "east-1", ["team", "a"], ["old"]),
      editOf("three", "9", "east-2", ["old"]),
    ];
    expect(estimateEdits(more, cloudOf)).toEqual({ calls: 6, seconds: 1.5 });
  });

  it("is not made if the cloud of a resource is not known", () => {
    expect(estimateEdits([editOf("one", "3", "east-1", ["team", "a"])], cloudOf)).toBeUndefined();
    expect(estimateEdits([], cloudOf)).toEqual({ calls: 0, seconds: 0 });
  });
});

describe("cells of a spreadsheet", () => {
  it.each([
    [
      "a\tb\nc\td\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a\t\r\n\tb",
      [
        ["a", ""],
        ["", "b"],
      ],
    ],
    ['"line 1\nline 2"\t"say ""yes"""', [["line 1\nline 2", 'say "yes"']]],
    ['5" pipe\tx', [['5" pipe', "x"]]],
    ["one", [["one"]]],
  ])("are read from %j", (text, cells) => {
    expect(parsePasted(text)).toEqual(cells);
  });

  it("change nothing where they are empty, and are counted where they have no place", () => {
    const rows = [row("one", {}), row("two", undefined), row("three", {})];
    const keys = [undefined, "team", "stage"];
    const block = [["a", "", "too far right"], ["b", "c"], ["", "d"], ["below"]];
    const { changes, left } = pastedChanges(block, rows, keys, { row: 0, column: 1 });
    expect(changes.map(({ target: { reference }, key, value }) => [reference, key, value])).toEqual([
      ["east:one", "team", "a"],
      ["east:three", "stage", "d"],
    ]);
    expect(left).toBe(4);
  });
});
