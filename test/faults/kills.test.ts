import { expect, test } from "vitest";
import { runKillRound } from "./kill-round.ts";

// `npm run test:kills` makes two hundred kills.
test("apply, resume and undo continue after a kill at any moment", async () => {
  const { problems, kills } = await runKillRound(1, 3);
  expect(problems).toEqual([]);
  expect(Object.values(kills).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2);
});
