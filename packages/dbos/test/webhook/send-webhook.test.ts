import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createVirtualClock } from "@crosstag/core/testing";
import { afterAll, beforeEach, expect, it } from "vitest";
import { sendWebhook, webhookTarget } from "../../src/index.ts";

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The statuses that the receiver answers with, one after the other; then 204. */
let answers: { readonly status: number; readonly headers?: Record<string, string> }[] = [];
const received: Received[] = [];
const server = createServer((request, response) => {
  void text(request).then((body) => {
    received.push({ method: request.method, url: request.url, headers: request.headers, body });
    const { status, headers } = answers.shift() ?? { status: 204 };
    response.writeHead(status, headers).end();
  });
});
await once(server.listen(0, "127.0.0.1"), "listening");
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/tags?team=a`;
afterAll(() => server.close());
beforeEach(() => void (received.length = 0));

// The example of the specification's own library (standardwebhooks 1.1.1).
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const MESSAGE = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: '{"test": 2432232314}' };
const SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const now = () => new Date(1_614_265_330_000);

function send(random = 0.5) {
  const clock = createVirtualClock();
  const target = webhookTarget("all", { url, secretEnvironmentVariable: "SECRET" }, { SECRET });
  return sendWebhook(MESSAGE, target, { clock, now, random: () => random }).then((delivery) => ({
    delivery,
    seconds: clock.now() / 1_000,
  }));
}

it("sends the message once, signed as Standard Webhooks specifies", async () => {
  expect((await send()).delivery).toEqual({ status: "delivered", attempts: 1 });
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({
    method: "POST",
    url: "/hooks/tags?team=a",
    body: MESSAGE.body,
    headers: {
      "content-type": "application/json",
      "webhook-id": MESSAGE.id,
      "webhook-timestamp": "1614265330",
      "webhook-signature": SIGNATURE,
    },
  });
});

it("repeats what can pass, with the pause that the receiver asks for, and ends after five attempts", async () => {
  answers = [{ status: 503 }, { status: 429, headers: { "retry-after": "30" } }];
  expect(await send()).toEqual({ delivery: { status: "delivered", attempts: 3 }, seconds: 31 });
  expect(new Set(received.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([MESSAGE.id]));
  answers = Array.from({ length: 9 }, () => ({ status: 500 }));
  expect(await send()).toEqual({
    delivery: { status: "failed", attempts: 5, problem: "The receiver answered HTTP 500." },
    seconds: 1 + 5 + 20 + 60,
  });
  answers = [];
});

it("does not repeat what cannot pass, and does not follow a redirect", async () => {
  answers = [{ status: 404 }];
  expect((await send()).delivery).toEqual({
    status: "refused",
    attempts: 1,
    problem: "The receiver answered HTTP 404.",
  });
  answers = [{ status: 307, headers: { location: url } }];
  expect((await send()).delivery).toEqual({
    status: "refused",
    attempts: 1,
    problem: "The receiver redirects (HTTP 307), which is not followed.",
  });
  expect(received).toHaveLength(2);
});

it("reports a receiver that is not there without its address", async () => {
  const target = webhookTarget("all", { urlEnvironmentVariable: "URL" }, { URL: "http://127.0.0.1:1/token/secret" });
  const delivery = await sendWebhook(MESSAGE, target, { clock: createVirtualClock(), now });
  expect(delivery).toEqual({
    status: "failed",
    attempts: 5,
    problem: "The receiver did not answer (ECONNREFUSED).",
  });
});

it.each([
  [{ urlEnvironmentVariable: "URL" }, {}, "notify.all: The environment variable URL is not set."],
  [{ urlEnvironmentVariable: "URL" }, { URL: "hooks/token" }, "notify.all: The address is not a URL."],
  [{ urlEnvironmentVariable: "URL" }, { URL: "http://example.com/token" }, "notify.all: The address is not https"],
  [{ url, secretEnvironmentVariable: "KEY" }, { KEY: "whsec_token" }, "notify.all: KEY is not a secret of a webhook."],
  [{ url, secretEnvironmentVariable: "KEY" }, { KEY: "token" }, "notify.all: KEY is not a secret of a webhook."],
])("refuses %j with %j before anything is sent, and does not repeat it", (entry, environment, message) => {
  expect(() => webhookTarget("all", entry, environment)).toThrow(message);
  expect(() => webhookTarget("all", entry, environment)).not.toThrow("token");
});
