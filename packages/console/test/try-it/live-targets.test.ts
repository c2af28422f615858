import { openCrosstag } from "@crosstag/clouds";
import { openLocalClouds, type OpenedLocalClouds } from "@crosstag/console";
import { afterAll, beforeAll, expect, it } from "vitest";
import { liveTargets } from "../../src/try-it/live-targets.ts";
import { sendRequest } from "../../src/try-it/send-request.ts";
import type { TryItTarget } from "../../src/try-it/target.ts";
import { tryItRoutes } from "../../src/try-it/try-it-routes.ts";

let local: OpenedLocalClouds;
let targets: readonly TryItTarget[];
beforeAll(async () => {
  local = await openLocalClouds({ keys: 1 });
  targets = liveTargets(local.crosstag);
});
afterAll(() => local.close());

it("sends to the configured clouds with the credentials that Crosstag uses there", async () => {
  expect(targets.map(({ cloud, live }) => [cloud, live])).toEqual([
    ["aws", true],
    ["alibaba", true],
    ["tencent", true],
  ]);
  for (const target of targets) {
    const { requests } = local.clouds[target.cloud];
    const { response, live, logged } = await sendRequest(target, { operation: "ListKeys", parameters: {} }, () => 0);
    expect({ status: response.status, live, logged }).toEqual({ status: 200, live: true, logged: undefined });
    expect(requests.entries.at(-1)).toMatchObject({ operation: "ListKeys", status: 200 });
  }
});

it("offers a configured QKMS beside AWS", async () => {
  const { aws, qkms } = local.clouds;
  const crosstag = await openCrosstag({
    configuration: {
      clouds: {
        production: { provider: "aws", region: aws.region, endpoint: aws.endpoint },
        vault: { provider: "aws", dialect: "qkms", region: qkms.region, endpoint: qkms.endpoint },
      },
    },
    credentials: { production: aws.credentials, vault: qkms.credentials },
  });
  const [, target, ...others] = liveTargets(crosstag);
  if (target === undefined) throw new Error("There is one target only.");
  expect([target.cloud, target.endpoint, others]).toEqual(["qkms", qkms.endpoint, []]);
  const { response } = await sendRequest(target, { operation: "ListKeys", parameters: {} }, () => 0);
  expect([response.status, qkms.requests.entries.at(-1)?.operation]).toEqual([200, "ListKeys"]);
  await crosstag.close();
});

it("deletes no key material, and provokes no throttling", async () => {
  const sent = local.clouds.aws.requests.count();
  const app = tryItRoutes(targets);
  for (const [request, status] of [
    [{ operation: "DeleteImportedKeyMaterial", parameters: { KeyId: "1234" } }, 403],
    [{ operation: "ListKeys", parameters: {}, throttled: true }, 422],
  ] as const) {
    const answer = await app.request("/aws", { method: "POST", body: JSON.stringify(request) });
    expect(answer.status).toBe(status);
  }
  expect(local.clouds.aws.requests.count()).toBe(sent);
});
