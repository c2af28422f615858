import { CrosstagError } from "@crosstag/core";
import { brokenOff } from "@crosstag/operations";
import { expect, test } from "vitest";
import { eventsResponse, linesResponse } from "../src/http/stream-response.ts";

function lifeOf(ends: string[]) {
  return { cancel: () => ends.push("canceled"), end: () => ends.push("ended") };
}

async function* numbers(made: number[], until: number) {
  try {
    for (let next = 0; next < until; next += 1) {
      made.push(next);
      yield { next };
    }
    throw new CrosstagError({ code: "unavailable", message: "The cloud has gone." });
  } finally {
    made.push(-1);
  }
}

async function* events() {
  yield { id: "7", data: { state: "running" } };
  yield {};
  throw new TypeError("canary");
}

test("a line is made when the reader has taken the one before, and a reader that leaves ends the work", async () => {
  const made: number[] = [];
  const ends: string[] = [];
  const response = await linesResponse(numbers(made, 1000), { requestId: "r", life: lifeOf(ends) });
  expect(made).toEqual([0]);
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toBe('{"next":0}\n');
  await reader?.read();
  expect(made).toEqual([0, 1]);
  await reader?.cancel();
  expect(made).toEqual([0, 1, -1]);
  expect(ends).toEqual(["canceled", "ended"]);
});

test("an answer that breaks off says so in its last line or event", async () => {
  const ends: string[] = [];
  const options = { requestId: "r", life: lifeOf(ends) };
  const lines = (await (await linesResponse(numbers([], 2), options)).text()).trimEnd().split("\n");
  expect(lines.slice(0, 2)).toEqual(['{"next":0}', '{"next":1}']);
  expect(brokenOff.parse(JSON.parse(lines[2] ?? ""))).toMatchObject({
    problem: { code: "unavailable", status: 503, instance: "r" },
  });
  const text = await (await eventsResponse(events(), options)).text();
  expect(text).toMatch(
    /^id: 7\ndata: \{"state":"running"\}\n\n:\n\nevent: problem\ndata: \{.*"code":"internal".*\}\n\n$/,
  );
  expect(text).not.toContain("canary");
  expect(ends).toEqual(["ended", "ended"]);
});

test("what fails before the first line is not an answer yet", async () => {
  const response = linesResponse(numbers([], 0), { requestId: "r", life: lifeOf([]) });
  await expect(response).rejects.toMatchObject({ code: "unavailable" });
});
