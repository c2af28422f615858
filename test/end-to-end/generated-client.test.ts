import { randomBytes } from "node:crypto";
import { createToken, openAccess } from "@crosstag/service";
import createClient from "openapi-fetch";
import { expect, test } from "vitest";
import { localService } from "../../packages/service/test/local-service.ts";
import type { paths } from "./service-paths.ts";

/** The data of server-sent events, until the stream ends. */
async function eventsOf(stream: ReadableStream<Uint8Array> | null | undefined): Promise<readonly { type: string }[]> {
  const text = await new Response(stream ?? null).text();
  return [...text.matchAll(/^data: (.+)$/gm)].map(([, data = ""]) => JSON.parse(data) as { type: string });
}

test("a client generated from openapi.json tags, lists, plans, approves, runs, follows and undoes", async () => {
  const { token, hash } = createToken(randomBytes);
  const access = openAccess(
    { tokens: [{ name: "team", hash, operations: ["*"] }], accessKeys: [] },
    { secrets: new Map(), now: () => new Date() },
  );
  await using scene = await localService({ authenticate: (request) => access.authenticate(request) });
  const { aws, alibaba } = scene.clouds;
  const resources = [aws.keys.createKey({ tags: { stage: "test" } }).arn, alibaba.keys.createKey().arn];
  const [key = ""] = resources;

  const stranger = createClient<paths>({ baseUrl: scene.url });
  const refused = await stranger.POST("/v1/tag-resource", { body: { resources, tags: { team: "payments" } } });
  expect(refused.response.status).toBe(401);
  expect(refused.error).toMatchObject({ code: "unauthenticated", status: 401 });

  const client = createClient<paths>({ baseUrl: scene.url, headers: { Authorization: `Bearer ${token}` } });
  const wrong = await client.POST("/v1/tag-resource", { body: { resources: [key], tags: { "aws:team": "payments" } } });
  expect(wrong.error?.violations?.map(({ key: tagKey }) => tagKey)).toEqual(["aws:team"]);
  const tagged = await client.POST("/v1/tag-resource", { body: { resources, tags: { team: "payments" } } });
  expect(tagged.data?.counts.changed).toBe(2);
  const list = async () => {
    const { data } = await client.POST("/v1/list-tags", { body: { resources } });
    return data?.resources.map((entry) => (entry.status === "read" ? entry.tags : entry.error.code));
  };
  expect(await list()).toEqual([{ stage: "test", team: "payments" }, { team: "payments" }]);

  const changes = [{ resource: key, set: { team: "search" }, remove: ["stage"] }];
  const made = await client.POST("/v1/plans", { body: { source: { from: "changes", changes } } });
  expect(made.data?.summary.changes).toBe(1);
  const plan = made.data?.plan ?? "";
  const early = await client.POST("/v1/runs", { body: { plan } });
  expect(early.error).toMatchObject({ status: 409 });
  const approval = { decision: "approved", by: "Zoë", note: "as agreed" } as const;
  const approved = await client.POST("/v1/plans/{plan}/decisions", { params: { path: { plan } }, body: approval });
  expect(approved.data?.decisions).toMatchObject([{ digest: plan, by: "Zoë", caller: "team" }]);

  const started = await client.POST("/v1/runs", {
    params: { header: { "Idempotency-Key": "one run" } },
    body: { plan },
  });
  const run = started.data?.run ?? "";
  const path = { params: { path: { run } } };
  const followed = await client.GET("/v1/runs/{run}/events", { ...path, parseAs: "stream" });
  const types = (await eventsOf(followed.data)).map(({ type }) => type);
  expect(types.filter((type) => type !== "progress")).toEqual(["started", "outcome", "ended"]);
  const ended = await client.GET("/v1/runs/{run}", path);
  expect(ended.data).toMatchObject({ state: "ended", ended: "complete", startedBy: "team", counts: { changed: 1 } });
  expect(await list()).toEqual([{ team: "search" }, { team: "payments" }]);

  const undone = await client.POST("/v1/runs/{run}/undo", { ...path, body: {} });
  expect(undone.data?.planned.changes).toBe(1);
  const undo = { params: { path: { run: undone.data?.run ?? "" } } };
  await eventsOf((await client.GET("/v1/runs/{run}/events", { ...undo, parseAs: "stream" })).data);
  expect(await list()).toEqual([{ stage: "test", team: "payments" }, { team: "payments" }]);
});
