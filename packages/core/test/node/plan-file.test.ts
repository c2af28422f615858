import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sealLine } from "../../src/node/hash-chain.ts";
import { createPlan } from "../../src/node/memory-plan.ts";
import { loadRunState } from "../../src/node/read-run.ts";
import { openPlanFile } from "../../src/node/plan-file.ts";
import { writePlanFile } from "../../src/node/write-plan-file.ts";
import { encodePlanHeader } from "../../src/plan/plan-lines.ts";
import type { PlanEntry } from "../../src/plan/plan-entry.ts";
import { collect, ENTRIES, given, parts } from "./plan-entries.ts";
import { now } from "./run-records.ts";

describe("a plan in a file", () => {
  let folder = "";
  let path = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosstag-plan-file-"));
    path = join(folder, "plan.json");
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  const write = (entries: readonly PlanEntry[] = ENTRIES) =>
    writePlanFile(path, given(entries), () => parts(), { now });

  it("comes back as it was written, whole or by scope, any number of times", async () => {
    const written = await write();
    const opened = await openPlanFile(path);
    for (const plan of [written, opened, createPlan(ENTRIES, parts(), { now })]) {
      expect(plan.header).toEqual(written.header);
      for (let times = 0; times < 2; times += 1)
        expect(JSON.stringify(await collect(plan.entries()))).toBe(JSON.stringify(ENTRIES));
      for (const entry of ENTRIES) expect(await collect(plan.entries(entry.scope))).toHaveLength(1);
      expect(await collect(plan.entries("aws"))).toEqual([]);
    }
    const [first] = await collect(opened.entries());
    expect(Object.keys(first?.action === "change" ? first.set : {})).toContain("__proto__");
    expect([opened.path, opened.header.createdAt]).toEqual([path, now().toISOString()]);
    expect([(await stat(path)).mode & 0o777, await readdir(folder)]).toEqual([0o600, ["plan.json"]]);
  });

  it("reads no more of the file for a scope than its entries, when all were read before", async () => {
    const many = Array.from({ length: 20 }, (_, scope) =>
      ENTRIES.map((entry) => ({ ...entry, scope: `${entry.scope}-${scope}`, reference: "r".repeat(20_000) })),
    ).flat();
    const plan = await write([...many, ...many]);
    const all = await collect(plan.entries());
    const file = await open(path);
    const read = vi.spyOn(Object.getPrototypeOf(file), "read");
    await file.close();
    const last = many.at(-1)?.scope;
    expect(await collect(plan.entries(last))).toEqual(all.filter(({ scope }) => scope === last));
    const bytes = read.mock.calls.reduce((sum, [, , length]) => sum + Number(length), 0);
    // From the first to the last of its entries: half of the file.
    expect(bytes / (await stat(path)).size).toBeGreaterThan(0.4);
    expect(bytes / (await stat(path)).size).toBeLessThan(0.7);
    expect(await collect(plan.entries("aws"))).toEqual([]);
  });

  it("may hold nothing", async () => {
    await write([]);
    expect(await collect((await openPlanFile(path)).entries())).toEqual([]);
  });

  it("is refused with any byte changed, and with any end cut off", async () => {
    await write();
    const whole = await readFile(path);
    for (let position = 0; position < whole.length; position += 1) {
      const changed = Buffer.from(whole);
      changed[position] = (changed[position] as number) ^ (1 << (position % 8));
      await writeFile(path, changed);
      await expect(openPlanFile(path), `byte ${position}`).rejects.toMatchObject({ code: "configuration" });
      // Two places of the middle of a line are cut alike.
      if (position % 7 !== 0 && !whole.subarray(Math.max(0, position - 2), position + 2).includes(10)) continue;
      await writeFile(path, whole.subarray(0, position));
      await expect(openPlanFile(path), `cut at ${position}`).rejects.toMatchObject({ code: "configuration" });
    }
    await writeFile(path, Buffer.concat([whole, Buffer.from("\n")]));
    await expect(openPlanFile(path)).rejects.toMatchObject({ message: expect.stringContaining("entries") });
  });

  it.each([
    ["", "is empty"],
    ["# A note\n", "is not a plan"],
    ['{"schema":"crosstag-plan/3","x":1}\n', "made by another version"],
    ['{"schema":"crosstag-plan/2"}\n', "first line was changed"],
    ['{"schema":"crosstag-plan/2"', "cut off"],
  ])("is refused where it is none: %j", async (text, message) => {
    await writeFile(path, text);
    await expect(openPlanFile(path)).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
  });

  it("is refused with a first line that nothing vouches for", async () => {
    const { header } = await write([]);
    await writeFile(path, `${encodePlanHeader(header)}\n`);
    await expect(openPlanFile(path)).rejects.toMatchObject({ message: expect.stringContaining("first line") });
  });

  it("is refused if it is a folder or does not exist", async () => {
    // A pipe without a writer would be waited for without end.
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const notAFile = { code: "configuration", message: expect.stringContaining("not a file") as string };
    for (const other of [pipe, "/dev/zero", "/dev/null"])
      await expect(openPlanFile(other)).rejects.toMatchObject(notAFile);
    await expect(writePlanFile(pipe, given(ENTRIES), () => parts())).rejects.toMatchObject(notAFile);
    await expect(loadRunState(pipe)).rejects.toMatchObject(notAFile);
    await expect(openPlanFile(folder)).rejects.toMatchObject({ message: expect.stringContaining("not a file") });
    await expect(openPlanFile(path)).rejects.toMatchObject({ message: expect.stringContaining("ENOENT") });
  });

  it("names the line that is not an entry, without its content", async () => {
    const { header } = await write();
    const body = '{"scope":"s","reference":"hunter2"}\n';
    const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
    await writeFile(path, `${sealLine(JSON.stringify({ ...header, digest })).line}\n${body}`);
    const plan = await openPlanFile(path);
    const error = (await collect(plan.entries()).catch((refusal: unknown) => refusal)) as Error;
    expect(error).toMatchObject({ code: "configuration", message: expect.stringContaining("line 2: `action`") });
    expect(error.message).not.toContain("hunter2");
  });

  it("is refused when it was changed or replaced after it was opened", async () => {
    await write();
    const plan = await openPlanFile(path);
    await write(ENTRIES.slice(1));
    // Not one entry of the other plan may come out.
    await expect(plan.entries()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      message: expect.stringContaining("after it was opened"),
    });
    const again = await openPlanFile(path);
    const reading = again.entries()[Symbol.asyncIterator]();
    await reading.next();
    await utimes(path, 1, 1);
    await expect(reading.next().then(() => reading.next())).rejects.toMatchObject({ code: "configuration" });
  });

  it("replaces a plan and an empty file, through a link, and nothing else", async () => {
    await write();
    await symlink(path, join(folder, "link"));
    await writePlanFile(join(folder, "link"), given([]), () => parts());
    expect(await collect((await openPlanFile(path)).entries())).toEqual([]);
    await writeFile(join(folder, "empty"), "");
    await chmod(join(folder, "empty"), 0o644);
    await writePlanFile(join(folder, "empty"), given([]), () => parts());
    expect((await stat(join(folder, "empty"))).mode & 0o777).toBe(0o600);

    await writeFile(join(folder, "note"), "A note");
    await mkdir(join(folder, "deep"));
    let read = false;
    async function* entries(): AsyncGenerator<PlanEntry> {
      read = true;
      yield* [];
    }
    for (const name of ["note", "deep", "missing/plan", "note/plan"])
      await expect(writePlanFile(join(folder, name), entries(), () => parts())).rejects.toMatchObject({
        code: "configuration",
        hint: expect.any(String),
      });
    expect([read, await readFile(join(folder, "note"), "utf8")]).toEqual([false, "A note"]);
    expect((await readdir(folder)).toSorted()).toEqual(["deep", "empty", "link", "note", "plan.json"]);
  });

  it("leaves the plan before it alone, and nothing behind, when it cannot be made", async () => {
    await write();
    const before = await readFile(path);
    const failure = new Error("cloud");
    let closed = false;
    async function* failing(): AsyncGenerator<PlanEntry> {
      yield* ENTRIES;
      throw failure;
    }
    async function* endless(): AsyncGenerator<PlanEntry> {
      try {
        for (;;) yield* ENTRIES;
      } finally {
        closed = true;
      }
    }
    await expect(writePlanFile(path, failing(), () => parts())).rejects.toBe(failure);
    const complete = () => {
      throw failure;
    };
    await expect(writePlanFile(path, given(ENTRIES), complete)).rejects.toBe(failure);
    const handle = await open(folder, "r");
    await handle.close();
    const full = Object.assign(new Error("full"), { code: "ENOSPC" });
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    vi.spyOn(prototype, "appendFile").mockRejectedValue(full);
    await expect(writePlanFile(path, endless(), () => parts())).rejects.toMatchObject({
      message: expect.stringContaining("ENOSPC"),
      hint: expect.stringContaining("space"),
    });
    expect([closed, (await readFile(path)).equals(before), await readdir(folder)]).toEqual([true, true, ["plan.json"]]);
  });

  it("is written and read with memory for a few entries only", async () => {
    const count = 200_000;
    const before: Record<string, string> = { Owner: "team-a", Note: "x".repeat(200) };
    let high = 0;
    const note = (index: number) => {
      if (index % 2_000 !== 0) return;
      const { heapUsed, external } = process.memoryUsage();
      high = Math.max(high, heapUsed + external);
    };
    async function* many(): AsyncGenerator<PlanEntry> {
      for (let index = 0; index < count; index += 1) {
        note(index);
        yield {
          scope: `s${index % 2}`,
          reference: `key-${index}`,
          kind: "key",
          action: "change",
          before,
          set: { a: "b" },
          remove: [],
        };
      }
    }
    const { heapUsed, external } = process.memoryUsage();
    await writePlanFile(path, many(), () => parts(count));
    const plan = await openPlanFile(path);
    let read = 0;
    for await (const _ of plan.entries("s1")) note((read += 1));
    expect(read).toBe(count / 2);
    const size = (await stat(path)).size;
    expect(size).toBeGreaterThan(60_000_000);
    // All of it takes several times its size in memory.
    expect(high - heapUsed - external).toBeLessThan(60_000_000);
  });
});
