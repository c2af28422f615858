import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";
import { importsOf, repository, sourceFiles } from "./source-files.ts";

/** The rooms of core in the order that docs/architecture.md gives: each imports from itself and from those above it only. */
function roomsOfCore(): readonly string[] {
  const page = readFileSync(join(repository, "docs/architecture.md"), "utf8");
  const table = page.slice(page.indexOf("## Core"), page.indexOf("Entries:"));
  return [...table.matchAll(/^\| `([a-z-]+)\/` /gm)].map(([, room = ""]) => room);
}

it("no import runs up the order of core's rooms", () => {
  const rooms = roomsOfCore();
  // Entries and the object that joins all of it see every room.
  const rankOf = (file: string) => (file.includes("/") ? rooms.indexOf(file.split("/")[0] ?? "") : rooms.length);
  const files = sourceFiles("core");
  expect(files.filter((file) => rankOf(file) < 0)).toEqual([]);
  const upward = files.flatMap((file) =>
    importsOf("core", file)
      .filter((imported) => imported.startsWith("."))
      .map((imported) => normalize(join(dirname(file), imported)))
      .filter((imported) => rankOf(imported) > rankOf(file))
      .map((imported) => `${file} imports ${imported}`),
  );
  expect(upward).toEqual([]);
});
