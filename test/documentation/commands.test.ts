import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../packages/cli/src/command-table.ts";
import { readPages, REPOSITORY } from "./pages.ts";

const README = "packages/cli/README.md";
const pages = new Map(readPages().map((page) => [page.path, page]));
const rows = readFileSync(join(REPOSITORY, README), "utf8").split("\n");
const tests = ["test", "packages/cli/test"].flatMap((folder) =>
  readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts"))
    .filter((path) => !path.startsWith("documentation/"))
    .map((path) => readFileSync(join(REPOSITORY, folder, path), "utf8")),
);

/** The page that the row of a command links to. */
function pageOf(name: string): string | undefined {
  const link = rows.map((row) => /^\| \[`([a-z-]+)`\]\(([^)#]+)/.exec(row)).find((found) => found?.[1] === name)?.[2];
  return link === undefined ? undefined : normalize(join(dirname(README), link));
}

describe.each(COMMANDS)("crosstag $name", ({ name, summary }) => {
  it(`has a row in the table of commands in ${README}, with its summary and a link to its page`, () => {
    const cells = rows
      .filter((row) => row.startsWith(`| [\`${name}\`](`))
      .map((row) => row.split(" | ").at(-1)?.replace(/ *\|$/, ""));
    expect(cells).toEqual([summary]);
  });

  it("has a page that shows a session with it", () => {
    const path = pageOf(name) ?? "none";
    const commands = pages.get(path)?.blocks.filter(({ language }) => language === "console" || language === "sh");
    expect({ path, shown: commands?.some(({ code }) => new RegExp(`\\bcrosstag ${name}\\b`).test(code)) }).toEqual({
      path,
      shown: true,
    });
  });

  it("has a test that runs it", () => {
    expect(tests.some((text) => text.includes(`["${name}"`) || text.includes(`$CROSSTAG ${name}`))).toBe(true);
  });
});
