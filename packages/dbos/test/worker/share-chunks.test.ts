import { describe, expect, it, test } from "vitest";
import { RUN_TABLES } from "../../src/runs/run-tables.ts";
import { chunksForEach, readLoad } from "../../src/worker/share-chunks.ts";
import { postgresMissing } from "../start-postgres.ts";
import { useDatabase } from "../use-database.ts";

test("a worker alone applies as many chunks at once as it may", () => {
  expect(chunksForEach([{ workers: 1, scopes: 0 }], 64)).toBe(64);
});

test("several workers apply their parts, of the chunks that there are or can be expected", () => {
  expect(chunksForEach([{ workers: 4, scopes: 0 }], 64)).toBe(10);
  expect(chunksForEach([{ workers: 4, scopes: 40 }], 64)).toBe(10);
  expect(chunksForEach([{ workers: 4, scopes: 101 }], 64)).toBe(26);
  expect(chunksForEach([{ workers: 4, scopes: 5_000 }], 64)).toBe(64);
  expect(chunksForEach([{ workers: 100, scopes: 40 }], 64)).toBe(1);
});

test("the version of workers that needs most counts", () => {
  const versions = [
    { workers: 4, scopes: 0 },
    { workers: 2, scopes: 60 },
  ];
  expect(chunksForEach(versions, 64)).toBe(30);
});

test("a version without work asks for nothing if another one has some", () => {
  const busy = { workers: 4, scopes: 40 };
  expect(chunksForEach([{ workers: 1, scopes: 0 }, busy], 64)).toBe(10);
  expect(chunksForEach([{ workers: 2, scopes: 0 }, busy], 64)).toBe(10);
});

test("a worker that is alone with its version asks for its own scopes while others share theirs", () => {
  expect(
    chunksForEach(
      [
        { workers: 1, scopes: 3 },
        { workers: 4, scopes: 40 },
      ],
      64,
    ),
  ).toBe(10);
  expect(
    chunksForEach(
      [
        { workers: 1, scopes: 25 },
        { workers: 4, scopes: 40 },
      ],
      64,
    ),
  ).toBe(25);
  expect(
    chunksForEach(
      [
        { workers: 1, scopes: 0 },
        { workers: 4, scopes: 0 },
      ],
      64,
    ),
  ).toBe(10);
});

test("versions of one worker each do not share", () => {
  expect(
    chunksForEach(
      [
        { workers: 1, scopes: 3 },
        { workers: 1, scopes: 0 },
      ],
      64,
    ),
  ).toBe(64);
  expect(chunksForEach([], 64)).toBe(64);
});

describe.skipIf(postgresMissing !== "")(`the load of workers ${postgresMissing}`, () => {
  const used = useDatabase([RUN_TABLES]);

  it("has the scopes of open chunks once, by version, and no worker that has ended or whose lease has ended", async () => {
    const { database } = used;
    await database.rows(
      `insert into crosstag_workers (id, version, host, lease_until, ended) values
         ('one', 'new', 'a', now() + interval '1 hour', false), ('two', 'new', 'b', now() + interval '1 hour', false),
         ('three', 'old', 'c', now() + interval '1 hour', false), ('four', 'new', 'd', now() + interval '1 hour', true),
         ('five', 'new', 'e', now() - interval '1 second', false)`,
    );
    await database.rows(
      `insert into crosstag_runs (id, digest, header, changes, settings, version, state, concurrent) values
         ('first', 'd1', '', 9, '{}', 'new', 'running', false), ('second', 'd2', '', 9, '{}', 'new', 'submitted', false),
         ('third', 'd3', '', 9, '{}', 'new', 'ended', false)`,
    );
    const chunks = [
      ["first", 0, "aws/1/us-east-1", 3, false],
      ["first", 1, "aws/1/us-east-1", 3, false],
      ["first", 2, "aws/2/us-east-1", 3, true],
      ["first", 3, "aws/3/us-east-1", 0, false],
      ["second", 0, "aws/4/us-east-1", 3, false],
      ["third", 0, "aws/5/us-east-1", 3, false],
    ] as const;
    for (const [run, chunk, scope, changes, done] of chunks)
      await database.rows(
        `insert into crosstag_run_chunks (run, chunk, scope, changes, positions, lines, done)
           values ($1, $2, $3, $4, '{}', '', $5)`,
        [run, chunk, scope, changes, done],
      );
    const load = await readLoad(database);
    expect(load.toSorted((one, other) => one.workers - other.workers)).toEqual([
      { workers: 1, scopes: 0 },
      { workers: 2, scopes: 2 },
    ]);
  });
});
