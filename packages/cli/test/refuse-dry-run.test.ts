import { expect, test } from "vitest";
import { runMain } from "./run-main.ts";

/** Nothing listens there: a command that opens the database fails in another way. */
const DATABASE = "postgres://127.0.0.1:1/none";

test.each([
  ["worker", "--database-url", DATABASE],
  ["runs cancel", "latest", "--on", DATABASE],
  ["schedule add", "nightly", "check", "--cron", "0 6 * * *", "--database-url", DATABASE],
  ["schedule remove", "nightly", "--database-url", DATABASE],
  ["schedule run", "nightly", "--database-url", DATABASE],
  ["schedule cancel", "nightly", "--database-url", DATABASE],
  ["console", "--live"],
])("`crosstag %s --dry-run`, which would change something all the same, is refused", async (command, ...rest) => {
  const { exitCode, stderr } = await runMain([...command.split(" "), ...rest, "--dry-run"]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 64,
    stderr: expect.stringContaining(`--dry-run cannot be used with \`crosstag ${command}\`.`) as unknown,
  });
});
