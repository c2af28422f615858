import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AlibabaKmsDriver, createAlibabaKmsDriver } from "../src/index.ts";
import { CANARIES, makeClient } from "./support/make-client.ts";
import { context, referenceTo } from "./support/references.ts";
import { answerJson, answerText, REQUEST_ID, type StubServer, startStubServer } from "./support/stub-server.ts";

const key = referenceTo("key", "key-1");
const tags = new Map([["team", CANARIES.tagValue]]);

let server: StubServer;
let driver: AlibabaKmsDriver;

beforeEach(async () => {
  server = await startStubServer();
  driver = await createAlibabaKmsDriver({ client: makeClient(server.host) });
});

afterEach(async () => {
  await driver.close();
  await server.close();
});

function write(signal?: AbortSignal) {
  return driver.writeTags({ kind: "key", resources: [key], tags }, context(signal));
}

/** The failure of one write, after making sure that the error says nothing that it must not. */
async function failureOf(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => {
      throw new Error("succeeded");
    },
    (reason: unknown) => reason,
  );
  const failure = driver.classify(error);
  for (const shown of [
    inspect(error, { depth: 9, showHidden: true }),
    String((error as Error).stack),
    JSON.stringify(failure),
  ]) {
    expect(shown).not.toContain("CANARY");
    // An address is reported by its host, never as a URL.
    expect(shown).not.toContain(`//${server.host}`);
  }
  return failure;
}

describe("a signed call", () => {
  it("trap 14: has all parameters in a form body with a length, and none in the URL", async () => {
    await write();
    const [request] = server.requests;
    expect(request?.method).toBe("POST");
    expect(request?.url).toBe("/");
    expect(request?.headers["content-length"]).toBe(String(request?.body.length));
    expect(request?.headers["transfer-encoding"]).toBeUndefined();
    expect(request?.body).toContain(CANARIES.tagValue);
  });

  it("has an ACS3-HMAC-SHA256 signature that matches the received bytes", async () => {
    await write();
    const [request] = server.requests;
    if (request === undefined) throw new Error("no request");
    const [, signedHeaders = "", signature] =
      /SignedHeaders=([^,]+),Signature=(.+)$/.exec(request.headers.authorization ?? "") ?? [];
    const names = signedHeaders.split(";");
    for (const name of [
      "host",
      "x-acs-action",
      "x-acs-content-sha256",
      "x-acs-date",
      "x-acs-security-token",
      "x-acs-signature-nonce",
      "x-acs-version",
    ]) {
      expect(names).toContain(name);
    }
    const canonicalHeaders = names.map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join("");
    const payload = createHash("sha256").update(request.body).digest("hex");
    expect(request.headers["x-acs-content-sha256"]).toBe(payload);
    const canonical = ["POST", "/", "", canonicalHeaders, signedHeaders, payload].join("\n");
    const toSign = `ACS3-HMAC-SHA256\n${createHash("sha256").update(canonical).digest("hex")}`;
    expect(signature).toBe(createHmac("sha256", CANARIES.accessKeySecret).update(toSign).digest("hex"));
  });

  it("trap 15: uses one snapshot of credentials that rotate all the time", async () => {
    let round = 0;
    const rotating = {
      getCredential: async () => {
        round += 1;
        const snapshot = {
          accessKeyId: `id-${round}`,
          accessKeySecret: `secret-${round}`,
          securityToken: `token-${round}`,
          type: "sts",
        };
        await new Promise(setImmediate);
        return snapshot;
      },
    };
    const client = makeClient(server.host, {
      accessKeyId: "",
      accessKeySecret: "",
      securityToken: "",
      credential: rotating,
    });
    await using rotatingDriver = closing(await createAlibabaKmsDriver({ client }));
    await Promise.all(
      Array.from({ length: 20 }, () => rotatingDriver.driver.deleteKeyMaterial({ resource: key }, context())),
    );
    expect(server.requests).toHaveLength(20);
    for (const { headers } of server.requests) {
      const id = String(headers["x-acs-accesskey-id"]);
      expect(headers["x-acs-security-token"]).toBe(id.replace("id", "token"));
      expect(headers.authorization).toContain(`Credential=${id},`);
    }
  });

  it("trap 15: is signed with one set of credentials, however fast they rotate", async () => {
    let round = 0;
    const rotating = {
      getCredential: async () => {
        round += 1;
        return {
          accessKeyId: `id-${round}`,
          accessKeySecret: `secret-${round}`,
          securityToken: `token-${round}`,
          type: "sts",
        };
      },
    };
    // Each reading of the clock is a second later, so that an answer is not used twice.
    let now = performance.now();
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 1_001));
    const given = { accessKeyId: "", accessKeySecret: "", securityToken: "", credential: rotating };
    const rotatingDriver = await createAlibabaKmsDriver({ client: makeClient(server.host, given) });
    for (let call = 0; call < 5; call += 1) await rotatingDriver.deleteKeyMaterial({ resource: key }, context());
    clock.mockRestore();
    await rotatingDriver.close();
    const signed = server.requests.map(({ headers }) => [
      headers["x-acs-accesskey-id"],
      headers["x-acs-security-token"],
      /Credential=([^,]+),/.exec(headers.authorization ?? "")?.[1],
    ]);
    expect(signed).toEqual([1, 2, 3, 4, 5].map((call) => [`id-${call}`, `token-${call}`, `id-${call}`]));
  });

  it("has the same headers as the client that was passed in, and does not change that client", async () => {
    const client = makeClient(server.host, {
      userAgent: "Mine/1",
      globalParameters: { headers: { "x-acs-extra": "1" }, queries: { Extra: "2" } },
    });
    const before = inspect(client, { depth: 9, showHidden: true });
    await using mine = closing(await createAlibabaKmsDriver({ client }));
    await mine.driver.deleteKeyMaterial({ resource: key }, context());
    expect(server.requests[0]?.url).toBe("/?Extra=2");
    expect(server.requests[0]?.headers["user-agent"]).toContain("Mine/1");
    expect(server.requests[0]?.headers["x-acs-extra"]).toBe("1");
    expect(inspect(client, { depth: 9, showHidden: true })).toBe(before);
    expect(mine.driver.native).toBe(client);
  });

  it("trap 24: the largest batch, every character escaped, fits", async () => {
    const resources = Array.from({ length: 50 }, (_, index) => referenceTo("secret", `${"/".repeat(60)}${index}`));
    const many = new Map(
      Array.from({ length: 20 }, (_, index) => [`${"=".repeat(126)}${index + 10}`, "@".repeat(128)]),
    );
    await driver.writeTags({ kind: "secret", resources, tags: many }, context());
    expect(server.requests[0]?.body.length).toBeGreaterThan(17_000);
    expect(server.requests[0]?.parameters["ResourceId.50"]).toBe(resources[49]?.id);
    expect(server.requests[0]?.parameters["Tag.20.Value"]).toBe("@".repeat(128));
  });
});

describe("answers that are not from Alibaba Cloud KMS", () => {
  it.each([
    ["HTML with status 200", answerText("<html>CANARY</html>", 200), 200],
    ["nothing with status 200", answerText("", 200), 200],
    ["a list", answerJson(["CANARY"]), 200],
    ["null", answerJson(null), 200],
    ["an object without request id", answerJson({}), 200],
    ["an object whose request id is not text", answerJson({ RequestId: 7 }), 200],
    ["a redirect with an empty object", answerJson({}, 302, { location: "http://127.0.0.1/CANARY" }), 302],
    ["a redirect with a request id", answerJson({ RequestId: REQUEST_ID }, 302), 302],
    ["an empty object with status 400", answerJson({}, 400), 400],
    ["XML with status 400", answerText("<Error><Code>Throttling</Code></Error>", 400), 400],
    ["nothing with status 431", answerText("", 431), 431],
    ["nothing with status 500", answerText("", 500), 500],
    ["HTML with status 503", answerText("<html>CANARY</html>", 503), 503],
    ["a code of an invalid form", answerJson({ Code: "CANARY value with spaces", RequestId: REQUEST_ID }, 400), 400],
  ])("trap 11, 23: %s has an unknown outcome, and the status is reported", async (_, answer, status) => {
    server.answer = answer;
    const failure = await failureOf(write());
    expect(failure).toMatchObject({ code: "unavailable", applied: "maybe", scope: "call" });
    expect(failure.message).toContain(String(status));
  });

  it("trap 11: the request id of an answer without a readable body is kept", async () => {
    server.answer = answerText("", 500, { "x-acs-request-id": REQUEST_ID });
    expect(await failureOf(write())).toMatchObject({ requestId: REQUEST_ID });
  });

  it("trap 10: a refusal has code, status and request id, and nothing of the cloud's text", async () => {
    server.answer = answerJson(
      { HttpStatus: 404, Code: "Forbidden.KeyNotFound", Message: `no key ${CANARIES.tagValue}`, RequestId: REQUEST_ID },
      404,
    );
    expect(await failureOf(write())).toMatchObject({
      code: "not-found",
      providerCode: "Forbidden.KeyNotFound",
      requestId: REQUEST_ID,
      applied: "no",
    });
  });

  it("x-acs-retry-after is reported", async () => {
    server.answer = answerJson({ Code: "Throttling.User", RequestId: REQUEST_ID }, 400, {
      "x-acs-retry-after": "1500",
    });
    expect(await failureOf(write())).toMatchObject({ code: "throttled", retryAfterMs: 1500 });
    for (const absurd of ["600000000", "-1", "soon"]) {
      server.answer = answerJson({ Code: "Throttling.User", RequestId: REQUEST_ID }, 400, {
        "x-acs-retry-after": absurd,
      });
      expect(await failureOf(write())).not.toHaveProperty("retryAfterMs");
    }
  });

  it("an answer that is too large ends the call", async () => {
    server.answer = (response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write("x".repeat(1 << 16)));
      };
      response.on("drain", pour);
      pour();
    };
    expect(await failureOf(write())).toMatchObject({ code: "unavailable", applied: "maybe" });
  });
});

describe("network failures", () => {
  it("the outcome after a reset of a sent request is unknown", async () => {
    server.answer = (_response, _request, socket) => socket.resetAndDestroy();
    expect(await failureOf(write())).toEqual({
      code: "unavailable",
      retry: "transient",
      applied: "maybe",
      scope: "call",
      message: "The connection to Alibaba Cloud KMS ended before an answer came (ECONNRESET).",
    });
  });

  it("the outcome after a truncated answer is unknown", async () => {
    server.answer = (response, _request, socket) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"RequestId":', () => socket.destroy());
    };
    expect(await failureOf(write())).toMatchObject({ code: "unavailable", applied: "maybe" });
  });

  it("a request on a refused connection was not sent", async () => {
    await server.close();
    expect(await failureOf(write())).toMatchObject({
      code: "unavailable",
      retry: "transient",
      applied: "no",
      message: `Alibaba Cloud KMS cannot be reached: ${server.host} does not accept connections (ECONNREFUSED).`,
    });
    server = await startStubServer();
  });

  it("trap 12: one call is one request, whatever its result", async () => {
    for (const answer of [answerText("", 503), answerJson({ Code: "Throttling" }, 400), answerText("<html>", 200)]) {
      server.answer = answer;
      await failureOf(write());
    }
    expect(server.requests).toHaveLength(3);
  });

  it("at most 64 connections are open, and they are reused", async () => {
    let most = 0;
    server.answer = (response, request, socket) => {
      most = Math.max(most, server.sockets.size);
      setImmediate(() => answerJson({ RequestId: REQUEST_ID })(response, request, socket));
    };
    await Promise.all(Array.from({ length: 300 }, () => write()));
    expect(server.requests).toHaveLength(300);
    expect(most).toBe(64);
  });

  it("closing the client closes its connections only", async () => {
    await write();
    const [socket] = server.sockets;
    if (socket === undefined) throw new Error("no connection");
    const closed = once(socket, "close");
    await driver.close();
    await closed;
    expect(server.sockets.size).toBe(0);
  });
});

/** Aborts once the server has the request, and waits until the server sees the connection end. */
async function abortAtServer(reason: unknown) {
  const controller = new AbortController();
  const ended = new Promise<void>((resolve) => {
    server.answer = (_response, _request, socket) => {
      socket.on("close", () => resolve());
      controller.abort(reason);
    };
  });
  const failure = await failureOf(write(controller.signal));
  await ended;
  return failure;
}

function timedOut(): DOMException {
  return new DOMException("CANARY", "TimeoutError");
}

describe("ending a call", () => {
  it("closes the connection, and the outcome is unknown", async () => {
    expect(await abortAtServer(new Error("CANARY reason"))).toMatchObject({
      code: "canceled",
      retry: "no",
      applied: "maybe",
    });
  });

  it("trap 13: a deadline ends a call on a new and on a reused connection", async () => {
    expect(await abortAtServer(timedOut())).toMatchObject({
      code: "deadline-exceeded",
      retry: "transient",
      applied: "maybe",
    });
    server.answer = answerJson({ RequestId: REQUEST_ID });
    for (let call = 0; call < 10; call += 1) await write();
    // A connection rests for a moment after an answer; a call made meanwhile takes another.
    expect(server.sockets.size).toBeLessThanOrEqual(2);
    expect(await abortAtServer(timedOut())).toMatchObject({ code: "deadline-exceeded", applied: "maybe" });
  });

  it("trap 13: a deadline ends a call while the answer arrives slowly", async () => {
    const controller = new AbortController();
    server.answer = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"RequestId":', () => setImmediate(() => controller.abort(new DOMException("", "TimeoutError"))));
    };
    expect(await failureOf(write(controller.signal))).toMatchObject({ code: "deadline-exceeded", applied: "maybe" });
  });

  it("sends nothing if the signal is aborted before", async () => {
    expect(await failureOf(write(AbortSignal.abort()))).toMatchObject({ code: "canceled", applied: "no" });
    expect(server.requests).toHaveLength(0);
  });

  it("ends a call that waits for credentials, and sends nothing", async () => {
    const controller = new AbortController();
    const waiting = {
      getCredential: () => {
        setImmediate(() => controller.abort());
        return new Promise<never>(() => {});
      },
    };
    const client = makeClient(server.host, {
      accessKeyId: "",
      accessKeySecret: "",
      securityToken: "",
      credential: waiting,
    });
    await using stuck = closing(await createAlibabaKmsDriver({ client }));
    const call = stuck.driver.deleteKeyMaterial({ resource: key }, context(controller.signal));
    expect(await failureOf(call)).toMatchObject({ code: "canceled", applied: "no" });
    expect(server.requests).toHaveLength(0);
  });

  it("reports that nothing was sent if the call waited for a connection", async () => {
    const controller = new AbortController();
    const answers: (() => void)[] = [];
    const full = new Promise<void>((resolve) => {
      server.answer = (response, request, socket) => {
        answers.push(() => answerJson({ RequestId: REQUEST_ID })(response, request, socket));
        if (answers.length === 64) resolve();
      };
    });
    const others = Array.from({ length: 64 }, () => write());
    await full;
    const late = failureOf(write(controller.signal));
    setImmediate(() => controller.abort());
    expect(await late).toMatchObject({ code: "canceled", applied: "no" });
    for (const answer of answers) answer();
    await Promise.all(others);
    expect(server.requests).toHaveLength(64);
  });

  it("removes its listener from the signal", async () => {
    const { signal } = new AbortController();
    let listening = 0;
    const counted = Object.create(signal, {
      aborted: { value: false },
      addEventListener: { value: () => (listening += 1) },
      removeEventListener: { value: () => (listening -= 1) },
    }) as AbortSignal;
    await write(counted);
    server.answer = answerText("", 500);
    await failureOf(write(counted));
    expect(listening).toBe(0);
  });
});

describe("credentials that cannot sign", () => {
  it.each([
    [
      "whose source fails",
      { getCredential: async () => Promise.reject(new Error(`CANARY ${CANARIES.accessKeySecret}`)) },
    ],
    ["that are a bearer token", { getCredential: async () => ({ type: "bearer", bearerToken: "CANARY" }) }],
    ["without a secret", { getCredential: async () => ({ type: "access_key", accessKeyId: "CANARY" }) }],
  ])("of a client %s are reported, and nothing is sent", async (_, credential) => {
    const client = makeClient(server.host, { accessKeyId: "", accessKeySecret: "", securityToken: "", credential });
    await using refused = closing(await createAlibabaKmsDriver({ client }));
    expect(await failureOf(refused.driver.deleteKeyMaterial({ resource: key }, context()))).toMatchObject({
      code: "unauthenticated",
      retry: "no",
      applied: "no",
    });
    expect(server.requests).toHaveLength(0);
  });
});

function closing(closed: AlibabaKmsDriver): { readonly driver: AlibabaKmsDriver } & AsyncDisposable {
  return { driver: closed, [Symbol.asyncDispose]: () => closed.close() };
}
