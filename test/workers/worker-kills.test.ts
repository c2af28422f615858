import { describe, expect, it } from "vitest";
import { postgresMissing, startPostgres } from "../../packages/dbos/test/start-postgres.ts";
import { runWorkerRound } from "./worker-round.ts";

// `npm run test:worker-kills` makes fifty rounds.
describe.skipIf(postgresMissing !== "")(`workers on Postgres ${postgresMissing}`, () => {
  it("continue what a worker that is killed has begun, without a repeated or missing change", async () => {
    const server = await startPostgres();
    try {
      const { problems, longestGap } = await runWorkerRound(server.url, 1, {
        accounts: 3,
        keysEach: 40,
        workers: 2,
        kills: 1,
        leaseSeconds: 30,
        killWithinMs: 2_000,
      });
      expect(problems).toEqual([]);
      // Of the account whose chunk was taken over: the lease, and the time to find the chunk on a busy machine.
      expect(longestGap).toBeLessThan(60);
    } finally {
      await server.close();
    }
  });
});
