import { expect, it } from "vitest";
import { checkDesiredState } from "../../src/desired/check-desired-state.ts";
import type { DesiredStatement } from "../../src/desired/desired-state.ts";

const problemsOf = (...statements: readonly DesiredStatement[]) =>
  checkDesiredState({ version: 1, statements }, () => []).map(({ violation }) => violation);

it("refuses two renames to one tag key in one statement, and says how to write them", () => {
  const [team, other] = [{ rename: { team: "owner" } }, { rename: { Team: "owner" } }];
  expect(problemsOf({ select: {}, rename: { ...team.rename, ...other.rename } })).toMatchObject([
    {
      message: 'Two tag keys are renamed to "owner" in one statement.',
      fix: expect.stringContaining("to its own statement"),
    },
  ]);
  expect(problemsOf({ select: {}, ...team }, { select: {}, ...other })).toEqual([]);
});

it("refuses two wishes for one tag key in one statement", () => {
  expect(problemsOf({ select: {}, set: { team: "a" }, remove: ["team"] })).toMatchObject([
    { message: 'The tag key "team" is set and removed in one statement.' },
  ]);
});
