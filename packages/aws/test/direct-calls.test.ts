import { KMSServiceException, ListResourceTagsCommand, TagResourceCommand, type KMSClient } from "@aws-sdk/client-kms";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKmsClient, createSender, type KmsSender, type SenderMemory } from "../src/client.ts";
import { DirectCalls } from "../src/direct-calls.ts";
import { resolveDialect } from "../src/dialects.ts";
import { kmsAnswers } from "../src/kms-answers.ts";
import { context } from "./support/drive.ts";

let clouds: LocalClouds;
beforeAll(async () => void (clouds = await startLocalClouds({ alibaba: false, aws: { quotas: "off" } })));
afterAll(() => clouds.close());

/** A sender of a client whose chain of middleware counts the calls that it makes or explains. */
function openSender(memory: SenderMemory = {}): {
  readonly sender: KmsSender;
  readonly chain: { count: number };
  readonly client: KMSClient;
} {
  const { region, endpoint, credentials } = clouds.aws;
  const client = createKmsClient({ region, endpoint, credentials });
  const chain = { count: 0 };
  client.middlewareStack.add(
    (next) => (args) => {
      chain.count += 1;
      return next(args);
    },
    { step: "initialize", name: "count" },
  );
  return {
    sender: createSender(client, { form: kmsAnswers(resolveDialect("aws")), lean: true, memory }),
    chain,
    client,
  };
}

function partsOf({ name, message, $fault, $metadata: { httpStatusCode } }: KMSServiceException) {
  return { name, message, $fault, httpStatusCode };
}

test("calls after the first are made without the chain of the SDK, and have the same output", async () => {
  const { sender, chain, client } = openSender();
  const { keyId } = clouds.aws.keys.createKey({ tags: { team: "payments", Größe: "値" } });
  const list = () => sender.send(new ListResourceTagsCommand({ KeyId: keyId, Limit: 1 }), context());
  const first = await list();
  expect(chain.count).toBe(1);
  const second = await list();
  const tagged = await sender.send(
    new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: "a", TagValue: "ü /=" }] }),
    context(),
  );
  expect(chain.count).toBe(1);
  const { requestId } = second.$metadata;
  expect(second).toEqual({ ...first, $metadata: { ...first.$metadata, requestId } });
  expect(requestId).toMatch(/^[\w-]{36}$/);
  expect(tagged.$metadata.httpStatusCode).toBe(200);
  expect(clouds.aws.keys.tagsOf(keyId)).toEqual({ team: "payments", Größe: "値", a: "ü /=" });
  client.destroy();
});

test("what one client has learned serves others that differ in their credentials alone", async () => {
  const memory = {};
  const [one, other] = [openSender(memory), openSender(memory)];
  const { keyId } = clouds.aws.keys.createKey({ tags: { team: "a" } });
  for (const { sender } of [one, other]) {
    const { Tags } = await sender.send(new ListResourceTagsCommand({ KeyId: keyId }), context());
    expect(Tags).toEqual([{ TagKey: "team", TagValue: "a" }]);
  }
  expect([one.chain.count, other.chain.count]).toEqual([1, 0]);
  for (const { client } of [one, other]) client.destroy();
});

test("a refused call is explained by the chain without a second request, and the chain makes the next call", async () => {
  const { sender, chain, client } = openSender();
  const { keyId } = clouds.aws.keys.createKey();
  const tag = (key: string) =>
    sender.send(new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: key, TagValue: "" }] }), context());
  const refusal = async () => {
    const error: unknown = await tag("aws:a").catch((problem: unknown) => problem);
    if (!(error instanceof KMSServiceException)) throw new TypeError("The call was not refused.");
    return error;
  };
  const byChain = await refusal();
  await tag("a");
  const requests = clouds.aws.requests.entries.length;
  const direct = await refusal();
  expect([chain.count, clouds.aws.requests.entries.length - requests]).toEqual([3, 1]);
  expect(partsOf(direct)).toEqual(partsOf(byChain));
  expect(direct.$response?.headers["x-amzn-requestid"]).toBe(direct.$metadata.requestId);
  await tag("b");
  expect(chain.count).toBe(4);
  await tag("c");
  expect(chain.count).toBe(4);
  client.destroy();
});

test("a command that was refused is sent again when it is used again", async () => {
  const { sender, client } = openSender();
  const { keyId } = clouds.aws.keys.createKey();
  const missing = new ListResourceTagsCommand({ KeyId: keyId.replaceAll(/[\da-f]/g, "0") });
  await sender.send(new ListResourceTagsCommand({ KeyId: keyId }), context());
  const requests = clouds.aws.requests.entries.length;
  for (let time = 0; time < 2; time += 1)
    await expect(sender.send(missing, context())).rejects.toThrow("does not exist");
  expect(clouds.aws.requests.entries.length - requests).toBe(2);
  client.destroy();
});

test("the chain makes a call every half a minute, and each one whose requests have headers of their own", async () => {
  const { sender, client } = openSender();
  const { keyId } = clouds.aws.keys.createKey();
  const command = new ListResourceTagsCommand({ KeyId: keyId });
  // Its signature makes the signer known.
  await sender.send(command, context());
  let now = 0;
  const calls = new DirectCalls(client.config, () => now);
  const sent: object[] = [];
  const make = async () => {
    await calls
      .make(command, (request) => {
        sent.push(request.headers);
        return Promise.reject(new Error("not sent"));
      })
      .catch(() => {});
    return sent.splice(0);
  };
  expect(await make()).toEqual([]);
  const headers = { host: "h", "user-agent": "crosstag" };
  const learned = { protocol: "http:", hostname: "h", path: "/", method: "POST", query: {}, headers };
  calls.learn(learned);
  now = 30_000;
  const target = "TrentService.ListResourceTags";
  expect(await make()).toMatchObject([
    { ...headers, "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
  ]);
  now = 30_001;
  expect(await make()).toEqual([]);
  // Such as the one that ends loops of functions of AWS Lambda.
  calls.learn({ ...learned, headers: { ...headers, "x-amzn-trace-id": "Root=1" } });
  expect(await make()).toEqual([]);
  client.destroy();
});
