import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repository } from "./source-files.ts";

/** How a test, a hook or a wait would be given a limit of its own. */
const LIMIT = /\{ timeout: \d|testTimeout|hookTimeout|\bvi\.wait(?:For|Until)\(|^ *\}, [\d_]+\);$/m;

it("no test has a time limit of its own: it would fail on a busy machine", () => {
  const folders = ["test", ...readdirSync(join(repository, "packages")).map((name) => `packages/${name}/test`)];
  const files = folders
    .filter((folder) => existsSync(join(repository, folder)))
    .flatMap((folder) =>
      readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".test.ts") && file !== join("architecture", "time-limits.test.ts"))
        .map((file) => join(folder, file)),
    );
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => LIMIT.test(readFileSync(join(repository, file), "utf8")))).toEqual([]);
});
