import { readPlanEntries } from "@crosstag/operations";
import { expect, test } from "vitest";
import { parsedAnswer } from "../api/parsed-answer.ts";
import { RequestError } from "../api/request-error.ts";

test("an answer that broke off is the problem with which it did", () => {
  const problem = {
    type: "about:blank",
    title: "unavailable",
    status: 503,
    detail: "The service ends.",
    instance: "r-1",
    code: "unavailable",
    retry: "transient",
  };
  const refusal = refusalOf({ type: "problem", problem });
  expect([refusal.message, refusal.problem]).toEqual(["The service ends.", problem]);
});

test("an answer that differs from its schema is refused without its values", () => {
  const refusal = refusalOf({ action: "change", reference: 7, scope: "secret value" });
  expect(refusal.message).toMatch(/^The answer of ReadPlanEntries differs from its schema at \w+\.$/);
  expect(refusal.problem).toBeUndefined();
});

function refusalOf(data: unknown): RequestError {
  try {
    parsedAnswer(readPlanEntries, data);
  } catch (error) {
    if (error instanceof RequestError) return error;
  }
  throw new Error("It was not refused.");
}
