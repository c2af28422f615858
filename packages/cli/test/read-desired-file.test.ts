import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { CrosstagError } from "@crosstag/core";
import { expect, onTestFinished, test } from "vitest";
import type { CommandContext } from "../src/command-context.ts";
import { parseDesiredState } from "@crosstag/config/desired-state";
import { readDesiredFile } from "../src/desired/read-desired-file.ts";
import { readResources } from "../src/input/read-resources.ts";
import { UsageError } from "../src/usage-error.ts";

/** A folder with these files, as a command sees it. */
async function contextWith(files: Readonly<Record<string, string>>, stdin = "") {
  const workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-"));
  onTestFinished(async () => rm(workingDirectory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(workingDirectory, name)), { recursive: true });
    await writeFile(join(workingDirectory, name), content);
  }
  return {
    standardInput: Readable.from([stdin]),
    standardOutput: new PassThrough(),
    standardError: new PassThrough(),
    environment: {},
    workingDirectory,
    homeDirectory: "/nowhere",
    now: () => new Date(0),
    signal: new AbortController().signal,
  };
}

async function readState(path: string, context: CommandContext) {
  const file = await readDesiredFile(path, context);
  if ("state" in file) return file;
  throw new Error("The file is a table.");
}

function stateWith(...selects: readonly string[]): string {
  return `version: 1\nstatements:\n${selects.map((select) => `  - select: ${select}\n    set: { team: a }\n`).join("")}`;
}

async function problemOf(path: string, context: CommandContext): Promise<CrosstagError> {
  const error = await readState(path, context).then(
    () => new Error("It was accepted."),
    (problem: unknown) => problem,
  );
  if (CrosstagError.is(error) && error.code === "configuration") return error;
  throw error;
}

test("references of selection files are put after the references written there, and files after one another", async () => {
  const context = await contextWith(
    {
      "tags/state.yaml": stateWith(
        "{ file: [keys.csv, ../more.txt], references: [key-0] }",
        "{ file: keys.csv, kinds: [key] }",
        "{ file: '-' }",
        "{ aliases: [alias/a] }",
        "{}",
        "{ file: list.json }",
      ),
      "tags/keys.csv": "reference\nkey-1\nkey-2\n",
      "tags/list.json": '["key-9"]',
      "more.txt": "# more\n\nkey-3\n",
    },
    "key-4\n",
  );
  const { state, locate } = await readState("tags/state.yaml", context);
  expect(state.statements.map(({ select }) => select)).toEqual([
    { references: ["key-0", "key-1", "key-2", "key-3"] },
    { references: ["key-1", "key-2"], kinds: ["key"] },
    { references: ["key-4"] },
    { aliases: ["alias/a"] },
    {},
    { references: ["key-9"] },
  ]);
  const at = (statement: number, reference: number) =>
    locate(["statements", statement, "select", "references", reference]);
  expect(at(0, 0)).toBe("tags/state.yaml:3:59");
  expect(at(0, 2)).toBe("tags/keys.csv:3");
  expect(at(0, 3)).toBe("more.txt:3");
  expect(at(2, 0)).toBe("standard input:1");
  expect(at(5, 0)).toBe("tags/list.json");
  expect(at(0, 9)).toBe("tags/state.yaml:3:58");
  expect(locate(["statements", 1, "set", "team"])).toBe("tags/state.yaml:6:18");
});

test("a path that begins at the root stays", async () => {
  const { workingDirectory, ...context } = await contextWith({ "keys.csv": "arn\nkey-1" });
  const file = join(workingDirectory, "keys.csv");
  await writeFile(join(workingDirectory, "state.yaml"), stateWith(`{ file: ${JSON.stringify(file)} }`));
  const { state } = await readState(join(workingDirectory, "state.yaml"), { ...context, workingDirectory: "/" });
  expect(state.statements[0]?.select).toEqual({ references: ["key-1"] });
});

test("the desired state can come from standard input, with files from the working directory", async () => {
  const context = await contextWith({ "keys.csv": "arn\nkey-1" }, stateWith("{ file: keys.csv }"));
  const { state, locate } = await readState("-", context);
  expect(state.statements[0]?.select).toEqual({ references: ["key-1"] });
  expect(locate(["version"])).toBe("standard input:1:10");
  expect(locate(["statements", 0, "select", "references", 0])).toBe("keys.csv:2");
});

test("standard input is read once only", async () => {
  const twice = await contextWith({ "state.yaml": stateWith("{ file: '-' }", "{ file: [a, '-'] }") }, "key-1");
  const error = await problemOf("state.yaml", twice);
  expect(error.message).toBe("state.yaml:5:25: Standard input is read already, by state.yaml:3:21.");
  expect(error.hint).toContain("only once");

  const itself = await problemOf("-", await contextWith({}, stateWith("{ file: '-' }")));
  expect(itself.message).toBe("standard input:3:21: Standard input is read already, by the desired state itself.");
});

test("problems of selection files are reported at once, with the place that names them", async () => {
  const context = await contextWith({
    "tags/state.yaml": stateWith("{ file: [nowhere.csv, empty.txt] }", "{ file: header.csv }", "{ file: broken.csv }"),
    "tags/empty.txt": "# none\n",
    "tags/header.csv": "arn,name\n",
    "tags/broken.csv": "name,owner\n",
  });
  expect((await problemOf("tags/state.yaml", context)).message.split("\n")).toEqual([
    'tags/state.yaml:3:22: The file "tags/nowhere.csv" cannot be read: no such file or directory (ENOENT).',
    'tags/state.yaml:3:35: The file "tags/empty.txt" names no resource.',
    'tags/state.yaml:5:21: The file "tags/header.csv" names no resource.',
    'tags/state.yaml:7:21: Line 1 of "tags/broken.csv" names no column with references. The columns are: "name", "owner". Name it one of: reference, arn, resource, resourcearn, keyarn, keyid, id, in upper or lower case.',
  ]);
});

test("without a file there is one to start from, which is accepted", async () => {
  const error: unknown = await readState("crosstag-tags.yaml", await contextWith({})).catch(
    (problem: unknown) => problem,
  );
  if (!(error instanceof UsageError)) throw error;
  expect(error.message).toBe('There is no file "crosstag-tags.yaml".');
  const example = error.hint.slice(1).join("\n");
  expect(parseDesiredState(example, "example").state.statements).toHaveLength(1);

  const folder = readState("folder", await contextWith({ "folder/x": "" }));
  await expect(folder).rejects.toThrowError('The file "folder" cannot be read: it is a directory (EISDIR).');
});

test("--resources takes CSV, too", async () => {
  const context = await contextWith({ "keys.csv": "name;KeyArn\r\nx;key-1\r\n" }, "id,name\nkey-2,y\n");
  expect(await readResources(["key-0"], "keys.csv", context)).toEqual(["key-0", "key-1"]);
  expect(await readResources([], "-", context)).toEqual(["key-2"]);
});

test("a table and a desired state are distinguished by its name or its header", async () => {
  const files = {
    "a.csv": "reference,team\nkey-1,payments\n",
    "b.txt": "sep=;\nARN;team\nkey-1;payments\n",
    "state.yaml": stateWith("{ references: [a, b] }"),
  };
  const context = await contextWith(files, "\uFEFFreference\ttag_key\ttag_value\nkey-1\tteam\tpayments\n");
  const resources = [{ reference: "key-1", set: { team: "payments" }, remove: [] }];
  for (const name of ["a.csv", "b.txt", "-"]) {
    const file = await readDesiredFile(name, context);
    expect(file).toMatchObject({ fileName: name === "-" ? "standard input" : name, table: { resources } });
  }
  expect(await readDesiredFile("state.yaml", context)).toHaveProperty("state");
});

test("an inventory in JSON lines says that a table is needed", async () => {
  const context = await contextWith({ "aws.jsonl": '{"provider":"aws","kind":"key","reference":"a","tags":{}}\n' });
  await expect(readDesiredFile("aws.jsonl", context)).rejects.toMatchObject({
    message: '"aws.jsonl" is an inventory in JSON lines, and tags are planned from CSV or YAML.',
    hint: ["Write the inventory as CSV: crosstag export --format csv"],
  });
});
