import { describe, expect, it } from "vitest";
import { movedCursor } from "../grid/grid-cursor.ts";
import { filterRows } from "../inventory/filter-rows.ts";
import { inventoryCsv } from "../inventory/inventory-csv.ts";
import { inventoryRow, shownName } from "../inventory/inventory-row.ts";
import { queryOf, viewOf, type InventoryView } from "../inventory/inventory-view.ts";
import { ServerEvents } from "../api/server-events.ts";

const AWS = "arn:aws:kms:eu-central-1:111122223333:key/1234";
const ALIBABA = "acs:kms:cn-hangzhou:1234567890123456:secret/db";
const TENCENT = "qcs::kms:ap-guangzhou:uin/100000000001:key/abcd";

const rows = [
  inventoryRow({
    status: "read",
    resource: AWS,
    reference: AWS,
    id: "1234",
    account: "111122223333",
    region: "eu-central-1",
    provider: "aws",
    kind: "key",
    tags: { team: "payments", "cost=center": "10" },
    aliases: ["alias/Orders"],
    details: { state: "enabled", manager: "customer", description: "orders of the shop" },
  }),
  inventoryRow({
    status: "read",
    resource: ALIBABA,
    reference: ALIBABA,
    id: "db",
    account: "1234567890123456",
    region: "cn-hangzhou",
    provider: "alibaba",
    kind: "secret",
    tags: { team: "=cmd()", note: "" },
  }),
  inventoryRow({
    status: "failed",
    resource: TENCENT,
    reference: TENCENT,
    provider: "tencent",
    kind: "key",
    error: { message: "Access denied.", code: "access-denied", retry: "no" },
  }),
];

function found(view: Partial<InventoryView>): readonly string[] {
  return filterRows(rows, { ...viewOf(new URLSearchParams()), ...view }).map(({ provider }) => provider);
}

describe("rows of the inventory", () => {
  it("say where the resource is, as far as the service knows it", () => {
    expect(rows.map(({ account, region, id }) => [account, region, id])).toEqual([
      ["111122223333", "eu-central-1", "1234"],
      ["1234567890123456", "cn-hangzhou", "db"],
      [undefined, undefined, TENCENT],
    ]);
    expect(rows.map(shownName)).toEqual(["alias/Orders", "db", TENCENT]);
  });

  it.each<[Partial<InventoryView>, readonly string[]]>([
    [{}, ["aws", "alibaba", "tencent"]],
    [{ text: "SHOP" }, ["aws"]],
    [{ text: "hangzhou" }, ["alibaba"]],
    [{ provider: "alibaba", kind: "secret" }, ["alibaba"]],
    [{ account: "111122223333" }, ["aws"]],
    [{ state: "enabled" }, ["aws"]],
    [{ alias: "orders" }, ["aws"]],
    // Of the last one the tags are not known: it could match.
    [{ filter: ["team=pay*"] }, ["aws", "tencent"]],
    [{ filter: ["team!=payments"] }, ["alibaba", "tencent"]],
    [{ missing: ["note"] }, ["aws", "tencent"]],
    [{ sort: "tag:team" }, ["alibaba", "aws", "tencent"]],
    [{ sort: "-tag:team" }, ["aws", "alibaba", "tencent"]],
    [{ sort: "-place" }, ["tencent", "aws", "alibaba"]],
  ])("are those of the view %j", (view, providers) => {
    expect(found(view)).toEqual(providers);
  });

  it("are written as a table that spreadsheet programs do not run", () => {
    const lines = inventoryCsv(rows, ["team", "note", "cost=center"]).trimEnd().split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('tag:team,tag:note,"tag:cost=center"');
    expect(lines[2]).not.toMatch(/,"?=cmd/);
  });
});

it("keeps the whole view in the address", () => {
  const view: InventoryView = {
    text: "a&b=c#d",
    provider: "aws",
    account: "1",
    region: "r",
    kind: "key",
    state: "enabled",
    alias: "x y",
    sort: "-tag:team",
    filter: ["team=pay*", "stage!=test"],
    missing: ["owner", "Größe"],
    columns: ["team", "cost=center"],
    described: true,
  };
  expect(viewOf(new URLSearchParams(queryOf(view).toString()))).toEqual(view);
});

it("moves in the grid by keys, and never out of it", () => {
  const size = { rows: 100, columns: 5, page: 10 };
  const moved = (key: string, row: number, column: number, ctrlKey = false) => {
    const cursor = movedCursor({ row, column }, { key, ctrlKey, metaKey: false }, size);
    return cursor && [cursor.row, cursor.column];
  };
  expect(moved("ArrowUp", 0, 2)).toEqual([-1, 2]);
  expect(moved("ArrowUp", -1, 2)).toEqual([-1, 2]);
  expect(moved("ArrowDown", 99, 2)).toEqual([99, 2]);
  expect(moved("PageDown", 95, 2)).toEqual([99, 2]);
  expect(moved("PageUp", 5, 2)).toEqual([0, 2]);
  expect(moved("Home", 5, 2)).toEqual([5, 0]);
  expect(moved("End", 5, 2, true)).toEqual([99, 4]);
  expect(moved("x", 5, 2)).toBeUndefined();
});

it("reads server-sent events, and continues after the last whole one", () => {
  const events = new ServerEvents();
  const read = (text: string) => [...events.read(text.split("\n"))];
  expect(read('id: 1\r\ndata: {"a":1}\r\n\r\n: comment\nid: 2\ndata: x\ndata: y\n\nid: 3')).toEqual([
    '{"a":1}',
    "x\ny",
  ]);
  expect(events.lastId).toBe("2");
  // The connection broke; the rest of the event belongs to nothing.
  events.begin();
  expect(read("data: new\n\n")).toEqual(["new"]);
  expect(events.lastId).toBe("2");
});
