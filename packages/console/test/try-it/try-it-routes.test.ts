import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localTargets } from "../../src/try-it/local-targets.ts";
import type { TryItAnswer } from "../../src/try-it/send-request.ts";
import type { TryItCloud, TryItTarget } from "../../src/try-it/target.ts";
import { tryItRoutes } from "../../src/try-it/try-it-routes.ts";

let clouds: LocalClouds;
let targets: readonly TryItTarget[];

beforeAll(async () => {
  clouds = await startLocalClouds({ aws: {}, qkms: {}, alibaba: {}, tencent: {} });
  targets = localTargets(clouds, ["aws", "qkms", "alibaba", "tencent"]);
});
afterAll(() => clouds.close());

async function send(cloud: string, request: unknown, among = targets) {
  const response = await tryItRoutes(among, () => 0).request(`/${cloud}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  return { status: response.status, body: (await response.json()) as TryItAnswer & { readonly detail?: string } };
}

function exampleOf(cloud: TryItCloud): { readonly key: string; readonly imported: string } {
  const { keys, importedKeys } = targets.find((target) => target.cloud === cloud)?.examples ?? {};
  return { key: keys?.[0] ?? "", imported: importedKeys?.[0] ?? "" };
}

describe("trying out operations", () => {
  it("lists the clouds with their operations and keys for the forms", async () => {
    const response = await tryItRoutes(targets).request("/");
    expect(await response.json()).toMatchObject({
      clouds: [
        { cloud: "aws", live: false, region: "us-east-1", endpoint: clouds.aws.endpoint },
        { cloud: "qkms" },
        { cloud: "alibaba", examples: { keys: { length: 5 }, importedKeys: { length: 5 } } },
        { cloud: "tencent" },
      ],
    });
  });

  it("refuses a body that no operation needs, and sends nothing", async () => {
    const before = clouds.aws.requests.count();
    const { status, body } = await send("aws", {
      operation: "TagResource",
      parameters: { KeyId: "x".repeat(1 << 20) },
    });
    expect({ status, detail: body.detail }).toEqual({ status: 413, detail: "The body has more than 1048576 bytes." });
    expect(clouds.aws.requests.count()).toBe(before);
  });

  it("signs and sends a request, and answers what the cloud answered", async () => {
    const { key } = exampleOf("aws");
    const parameters = { KeyId: key, Tags: [{ TagKey: "Purpose", TagValue: "Test" }] };
    const { status, body } = await send("aws", { operation: "TagResource", parameters });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        live: false,
        request: {
          method: "POST",
          url: `${clouds.aws.endpoint}/`,
          headers: { "x-amz-target": "TrentService.TagResource", authorization: "(not shown)" },
          body: JSON.stringify(parameters),
        },
        response: { status: 200 },
        requestId: clouds.aws.requests.entries.at(-1)?.requestId,
        logged: { operation: "TagResource", status: 200, applied: true, resources: [key] },
      },
    });
    expect(clouds.aws.keys.tagsOf(key)).toEqual({ Purpose: "Test", Team: "payments" });
  });

  it.each([
    ["qkms", "TagResource", { Tags: [{ TagKey: "Purpose", TagValue: "Test" }] }],
    ["alibaba", "TagResource", { Tags: JSON.stringify([{ TagKey: "Purpose", TagValue: "Test" }]) }],
    ["tencent", "DescribeKey", {}],
  ] as const)("signs as %s wants it", async (cloud, operation, more) => {
    const { body } = await send(cloud, { operation, parameters: { KeyId: exampleOf(cloud).key, ...more } });
    expect(body).toMatchObject({ response: { status: 200 }, logged: { operation, applied: true } });
  });

  it("flattens the lists of a batch for Alibaba Cloud", async () => {
    const { key, imported } = exampleOf("alibaba");
    const parameters = {
      ResourceType: "key",
      RegionId: "cn-hangzhou",
      ResourceId: [key, imported],
      Tag: [{ Key: "a", Value: "b" }],
    };
    const { body } = await send("alibaba", { operation: "TagResources", parameters });
    expect(body.logged).toMatchObject({ status: 200, resources: [key, imported] });
    expect(clouds.alibaba.keys.tagsOf(imported)).toEqual({ Purpose: "Example", Team: "payments", a: "b" });
  });

  it("deletes the material of a key of a local cloud", async () => {
    const { imported } = exampleOf("aws");
    await send("aws", { operation: "DeleteImportedKeyMaterial", parameters: { KeyId: imported } });
    expect(clouds.aws.keys.describe(imported).state).toBe("PendingImport");
  });

  it("throttles one request on purpose, and no other", async () => {
    const request = { operation: "DescribeKey", parameters: { KeyId: exampleOf("aws").key } };
    const throttled = await send("aws", { ...request, throttled: true });
    expect(throttled.body.response).toMatchObject({
      status: 400,
      body: expect.stringContaining("ThrottlingException") as string,
    });
    expect((await send("aws", request)).body.response.status).toBe(200);
  });

  it("passes a refusal of the cloud on, without the credentials that it repeats", async () => {
    const target = targets.find(({ cloud }) => cloud === "alibaba");
    if (target === undefined) throw new Error("Alibaba Cloud was not started.");
    const wrong: TryItTarget = {
      ...target,
      sign: async (operation, parameters) => {
        const signed = await target.sign(operation, parameters);
        return { ...signed, headers: { ...signed.headers, "x-acs-version": "2016-01-21" } };
      },
    };
    const { body } = await send("alibaba", { operation: "ListKeys", parameters: {} }, [wrong]);
    expect(body.response.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(body)).not.toMatch(/Signature=|local-clouds-access-key-secret/);
  });

  it("refuses what it does not send: other clouds, other operations, live deletions", async () => {
    const live = targets.map((target) => ({ ...target, live: true, throttle: undefined }) as unknown as TryItTarget);
    const deletion = { operation: "DeleteImportedKeyMaterial", parameters: { KeyId: exampleOf("aws").imported } };
    const before = clouds.aws.requests.count();
    const answers = [
      await send("google", { operation: "TagResource", parameters: {} }),
      await send("aws", { operation: "ScheduleKeyDeletion", parameters: {} }),
      await send("aws", { operation: "TagResource", parameter: {} }),
      await send("aws", deletion, live),
      await send("aws", { operation: "ListKeys", parameters: {}, throttled: true }, live),
    ];
    expect(answers.map(({ status, body: { detail } }) => [status, detail])).toEqual([
      [404, 'There is no cloud "google" to send requests to. Clouds: aws, qkms, alibaba, tencent.'],
      [422, expect.stringContaining('"ScheduleKeyDeletion" cannot be tried out. Operations of aws: TagResource,')],
      [422, expect.stringContaining('Unrecognized key: "parameter"')],
      [403, expect.stringContaining("use the page Key material")],
      [422, "Only a local cloud can be made to throttle a request."],
    ]);
    expect(clouds.aws.requests.count()).toBe(before);
  });

  it("says if there is no answer", async () => {
    const gone = await startLocalClouds({ alibaba: false });
    const [target] = localTargets(gone, ["aws"]);
    await gone.close();
    const { status, body } = await send("aws", { operation: "ListKeys", parameters: {} }, target ? [target] : []);
    expect([status, body.detail]).toEqual([
      502,
      `${target?.endpoint} did not answer (ECONNREFUSED). Whether the request was carried out is not known.`,
    ]);
  });
});
