import { expect, it } from "vitest";
import { FleetCallError } from "@crosstag/driver-kit";
import { type PageReader, readPages } from "../src/read-pages.ts";

const CONTEXT = { signal: new AbortController().signal, timeoutMs: 1_000 };

function read(reader: PageReader<string>): Promise<readonly string[]> {
  return readPages("account", (send) => send(CONTEXT), reader);
}

it("reads every page, also after an empty one", async () => {
  const pages: Record<string, { items: string[] | undefined; next: string | undefined }> = {
    first: { items: ["a"], next: "second" },
    second: { items: undefined, next: "third" },
    third: { items: ["b", "c"], next: "" },
  };
  expect(await read(async (next = "first") => pages[next] ?? { items: [], next: undefined })).toEqual(["a", "b", "c"]);
});

it("refuses a list that does not end", async () => {
  await expect(read(async (next) => ({ items: ["a"], next: next === "one" ? "two" : "one" }))).rejects.toThrow(
    FleetCallError,
  );
});

it("says in which service a page failed", async () => {
  const cause = new Error("no");
  await expect(read(() => Promise.reject(cause))).rejects.toMatchObject({ service: "account", cause });
});
