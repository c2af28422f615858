import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CrosstagError, type Failure, type KmsDriver } from "@crosstag/core/driver";
import { createAwsKmsDriver } from "../src/index.ts";
import { KMS_ERRORS } from "../src/kms-errors.ts";
import { startAnsweringServer } from "./support/answering-server.ts";
import { CREDENTIALS, failureOf, KEY_ID, writeTag } from "./support/drive.ts";

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

const CANARIES = /canary|111122223333|AKIACANARY/;
let answer: Answer;
let server: Awaited<ReturnType<typeof startAnsweringServer>>;
let driver: KmsDriver;

beforeAll(async () => {
  server = await startAnsweringServer((_request, response) => {
    response.writeHead(answer.status, {
      "content-type": "application/x-amz-json-1.1",
      "x-amzn-requestid": "0a1b2c3d-request",
      ...answer.headers,
    });
    response.end(answer.body);
  });
  driver = await createAwsKmsDriver({ endpoint: server.endpoint, region: "us-east-1", credentials: CREDENTIALS });
});

afterAll(async () => {
  await driver.close();
  await server[Symbol.asyncDispose]();
});

/** The wire's answer as the real client reads it. */
async function classified(given: Answer): Promise<Failure> {
  answer = given;
  const failure = await failureOf(driver, writeTag(driver, KEY_ID));
  expect(JSON.stringify(failure)).not.toMatch(CANARIES);
  return failure;
}

function named(
  name: string,
  message = "canary text about arn:aws:kms:us-east-1:111122223333:key/x",
  status = 400,
): Promise<Failure> {
  return classified({ status, body: JSON.stringify({ __type: name, message }) });
}

const no = { retry: "no", applied: "no" } as const;
const EXPECTED: readonly (readonly [name: string, expected: Partial<Failure>])[] = [
  ["NotFoundException", { ...no, code: "not-found", scope: "resource" }],
  ["KMSNotFoundException", { ...no, code: "not-found" }],
  ["InvalidArnException", { ...no, code: "refused" }],
  ["KMSInvalidStateException", { ...no, code: "invalid-state", scope: "resource" }],
  ["TagException", { ...no, code: "tag-refused" }],
  ["LimitExceededException", { ...no, code: "limit-exceeded", scope: "resource" }],
  ["TooManyTagsException", { ...no, code: "limit-exceeded", scope: "resource" }],
  ["UnsupportedOperationException", { ...no, code: "invalid-state" }],
  ["InvalidMarkerException", { ...no, code: "refused" }],
  ["DependencyTimeoutException", { code: "unavailable", retry: "transient", applied: "maybe" }],
  ["KMSInternalException", { code: "unavailable", retry: "transient", applied: "maybe" }],
  ["ValidationException", { ...no, code: "refused" }],
  ["AccessDeniedException", { ...no, code: "access-denied", scope: "resource" }],
  ["ThrottlingException", { code: "throttled", retry: "throttled", applied: "no", scope: "call" }],
  ["UnrecognizedClientException", { ...no, code: "unauthenticated", scope: "call" }],
  ["ExpiredTokenException", { ...no, code: "unauthenticated", scope: "call" }],
  ["IncompleteSignature", { ...no, code: "unauthenticated", scope: "call" }],
  ["InvalidSignatureException", { ...no, code: "unauthenticated", scope: "call" }],
  ["MissingAuthenticationToken", { ...no, code: "unauthenticated", scope: "call" }],
  ["UnknownOperationException", { ...no, code: "unsupported", scope: "call" }],
  ["SomethingNewException", { ...no, code: "refused" }],
];

describe("errors of the service", () => {
  // Every client error was recorded with status 400, where the model says 404 or 409: the name alone must decide.
  test.each(EXPECTED)("trap 1: %s is classified by its name, whatever the status", async (name, expected) => {
    for (const status of [400, 404, 409]) {
      expect(await named(name, undefined, status)).toMatchObject({
        ...expected,
        providerCode: name,
        requestId: "0a1b2c3d-request",
      });
    }
  });

  test("trap 2: names without a class in the SDK are recognized in every spelling of the protocol", async () => {
    const throttled = { code: "throttled", retry: "throttled" };
    expect(
      await classified({ status: 400, body: '{"__type":"com.amazonaws.kms#ThrottlingException","Message":"canary"}' }),
    ).toMatchObject(throttled);
    expect(
      await classified({ status: 400, body: "{}", headers: { "x-amzn-errortype": "ThrottlingException:http://x/" } }),
    ).toMatchObject(throttled);
    expect(await classified({ status: 429, body: "{}" })).toMatchObject(throttled);
  });

  test("trap 3: a full key is a limit, not throttling", async () => {
    expect(await named("LimitExceededException")).toMatchObject({ code: "limit-exceeded", retry: "no" });
    expect(await named("TagException", "Too many tags")).toMatchObject({ code: "limit-exceeded", retry: "no" });
    expect(await named("TagException", "Tags beginning with aws: are reserved")).toMatchObject({ code: "tag-refused" });
  });

  test("trap 23: messages repeat nothing of the cloud's text", async () => {
    const message =
      "1 validation error detected: Value 'canary-value' at 'tags.1.member.tagValue' failed to satisfy constraint";
    const { message: shown, hint } = await named("ValidationException", message);
    expect(`${shown} ${hint}`).not.toMatch(/canary|tags\.1/);
  });

  test.each(["TagException", "ValidationException", "AccessDeniedException", "TagPolicyViolation"])(
    "trap 27: a refusal by a tag policy is recognized in %s",
    async (name) => {
      const message = "The tag policy does not allow the specified value for the following tag key: 'canary'.";
      expect(await named(name, message)).toMatchObject({ ...no, code: "policy-refused" });
    },
  );

  test.each([
    ["HTML of a gateway", 502, "<html>canary</html>", "transient"],
    ["HTML of a busy gateway", 429, "<html>canary</html>", "transient"],
    ["a time-out of a gateway", 408, "", "transient"],
    ["nothing at all", 503, "", "transient"],
    ["JSON cut short", 200, '{"Tags":', "transient"],
    ["a nameless fault", 500, "{}", "transient"],
    ["HTML with status 200", 200, "<html>canary</html>", "transient"],
    ["HTML with status 403", 403, "<html>canary</html>", "no"],
    ["HTML with status 404", 404, "<html>canary</html>", "no"],
    ["an empty refusal", 403, "", "no"],
    ["a refusal without a name", 403, '{"message":"canary"}', "no"],
    ["a name that is not text", 400, '{"__type":{"canary":1}}', "no"],
    ["a redirect", 302, "", "no"],
    ["a redirect with a JSON body", 307, '{"__type":"NotFoundException"}', "no"],
    ["another success", 202, "", "no"],
    ["a list of lists", 200, "[".repeat(100_000), "transient"],
    ["more than AWS KMS ever answers", 200, `{"a":"${"x".repeat(1_100_000)}"}`, "transient"],
  ])(
    "after an answer that is not from AWS KMS (%s), the call may have been applied",
    async (_what, status, body, retry) => {
      const failure = await classified({ status, body });
      expect(failure).toMatchObject({ code: "unavailable", retry, applied: "maybe", scope: "call" });
      expect(failure.message).toMatch(new RegExp(`HTTP status ${status}\\b.*not an answer of AWS KMS`));
      expect(failure.hint).toMatch(/proxy/i);
      expect(failure).not.toHaveProperty("providerCode");
    },
  );

  test("a proxy that requires credentials is reported as a proxy", async () => {
    expect(await classified({ status: 407, body: "" })).toMatchObject({
      code: "unavailable",
      retry: "no",
      message: "A proxy asks for credentials (HTTP status 407); this is not an answer of AWS KMS.",
    });
  });

  test.each(["", "{}", "{ }"])("%j with a request id is a successful write", async (body) => {
    answer = { status: 200, body };
    await expect(writeTag(driver, KEY_ID)).resolves.toEqual({ requestId: "0a1b2c3d-request" });
  });

  test.each(['{"__type":"DependencyTimeoutException"}', '{"Tags":[]}', '{"message":"canary"}'])(
    "status 200 with %s is not a successful write, and is not repeated",
    async (body) => {
      expect(await classified({ status: 200, body })).toMatchObject({
        code: "internal",
        retry: "no",
        applied: "maybe",
        hint: expect.stringContaining("proxy"),
      });
    },
  );

  test.each([
    "ProvisionedThroughputExceededException",
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "PriorRequestNotComplete",
    "TransactionInProgressException",
  ])("%s is throttling, as in the SDK", async (name) => {
    expect(await named(name)).toMatchObject({ code: "throttled", retry: "throttled", applied: "no" });
  });

  test.each([...KMS_ERRORS.byName])("%s has a hint", (_name, meaning) => {
    expect(meaning.hint).toMatch(/\w.*\.$/);
  });

  const caller = "User: arn:aws:sts::111122223333:assumed-role/canary/session is not authorized to perform:";
  const onKey = "kms:TagResource on resource: arn:aws:kms:us-east-1:111122223333:key/canary";
  test.each([
    ["with an explicit deny in a service control policy", "a service control policy denies it"],
    ["with an explicit deny in a resource control policy", "a resource control policy denies it"],
    ["with an explicit deny in an identity-based policy", "an identity-based policy denies it"],
    ["with an explicit deny in a resource-based policy", "a resource-based policy denies it"],
    ["with an explicit deny in a permissions boundary", "a permissions boundary denies it"],
    ["with an explicit deny in a session policy", "a session policy denies it"],
    ["with an explicit deny in a VPC endpoint policy", "a VPC endpoint policy denies it"],
    ["because no identity-based policy allows the kms:TagResource action", "no identity-based policy allows it"],
    ["because no resource-based policy allows the kms:TagResource action", "no resource-based policy allows it"],
    ["because no service control policy allows the kms:TagResource action", "no service control policy allows it"],
    ["because no session policy allows the kms:TagResource action", "no session policy allows it"],
    ["because no permissions boundary allows the kms:TagResource action", "no permissions boundary allows it"],
    ["because no VPC endpoint policy allows the kms:TagResource action", "no VPC endpoint policy allows it"],
  ])("a denial %s names the policy and the action", async (reason, refusal) => {
    for (const name of ["AccessDeniedException", "NotAuthorizedException"]) {
      const failure = await named(name, `${caller} ${onKey} ${reason}`);
      expect(failure).toMatchObject({ ...no, code: "access-denied" });
      expect(failure.message).toBe(`The credentials lack kms:TagResource: ${refusal}.`);
      expect(failure.hint).toMatch(/policy|boundary/);
    }
  });

  const foreign = (action: string) =>
    named(
      "AccessDeniedException",
      `${caller} ${action} on resource: arn:aws:kms:us-east-1:111122223334:key/x because no resource-based policy allows the ${action} action`,
    );
  test("a denial across accounts does not name a policy if the operation requires the account of the key", async () => {
    expect(await foreign("kms:TagResource")).toMatchObject({
      code: "access-denied",
      message: "The key belongs to another account than these credentials.",
      hint: expect.stringContaining("only within the account of the key"),
    });
    expect((await foreign("kms:DescribeKey")).message).toContain("no resource-based policy allows it");
  });

  test("a denial without a reason names the policies that must allow it", async () => {
    expect(await named("AccessDeniedException", "canary")).toMatchObject({
      message: "The credentials do not allow this.",
      hint: expect.stringContaining("IAM policies"),
    });
  });

  test("a region that the endpoint does not have is a mistake of the configuration", async () => {
    const text = "Credential should be scoped to a valid region, not 'mars-1'. ";
    expect(await named("InvalidSignatureException", text)).toMatchObject({
      code: "configuration",
      message: "The endpoint does not serve the region that is configured.",
      hint: expect.stringContaining("--region"),
    });
  });

  test("a wrong clock is corrected once, and the call is repeated", async () => {
    const skewed = { status: 400, body: '{"__type":"InvalidSignatureException","message":"Signature expired"}' };
    const threeHoursOn = new Date(Date.now() + 10_800_000).toUTCString();
    expect(await classified({ ...skewed, headers: { date: threeHoursOn } })).toMatchObject({
      code: "unauthenticated",
      retry: "transient",
      applied: "no",
      message: "This computer's clock is 3 h behind that of AWS.",
      hint: "Set the clock.",
    });
    // The correction is the client's: put back, or every later request of this file is three hours off.
    answer = { status: 200, body: "{}", headers: { date: new Date().toUTCString() } };
    await expect(writeTag(driver, KEY_ID)).resolves.toMatchObject({ requestId: "0a1b2c3d-request" });
  });

  test("the wait that the service requests is reported", async () => {
    const body = '{"__type":"ThrottlingException"}';
    expect(await classified({ status: 400, body, headers: { "retry-after": "2" } })).toMatchObject({
      retryAfterMs: 2000,
    });
    expect(await classified({ status: 400, body, headers: { "x-amz-retry-after": "150" } })).toMatchObject({
      retryAfterMs: 150,
    });
    expect(await classified({ status: 400, body, headers: { "retry-after": "canary" } })).not.toHaveProperty(
      "retryAfterMs",
    );
  });
});

describe("failures before and without an answer", () => {
  test("a request on a refused connection was not sent", async () => {
    const closed = await startAnsweringServer(() => {});
    await closed[Symbol.asyncDispose]();
    const unreachable = await createAwsKmsDriver({
      endpoint: closed.endpoint,
      region: "us-east-1",
      credentials: CREDENTIALS,
    });
    const failure = await failureOf(unreachable, writeTag(unreachable, KEY_ID));
    expect(failure).toMatchObject({ code: "unavailable", retry: "transient", applied: "no" });
    await unreachable.close();
  });

  test("without credentials nothing is sent", async () => {
    const anonymous = await createAwsKmsDriver({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: async () => {
        throw Object.assign(new Error("canary"), { name: "CredentialsProviderError" });
      },
    });
    expect(await failureOf(anonymous, writeTag(anonymous, KEY_ID))).toMatchObject({
      ...no,
      code: "unauthenticated",
      scope: "call",
    });
    const broken = await createAwsKmsDriver({
      endpoint: server.endpoint,
      region: "us-east-1",
      credentials: async () => ({}) as never,
    });
    expect(await failureOf(broken, writeTag(broken, KEY_ID))).toMatchObject({
      ...no,
      code: "unauthenticated",
      scope: "call",
    });
    await Promise.all([anonymous.close(), broken.close()]);
  });

  test.each([
    [
      Object.assign(new Error("canary"), { code: "ENOTFOUND" }),
      { code: "unavailable", retry: "transient", applied: "no" },
    ],
    [
      Object.assign(new Error("canary"), { code: "ECONNRESET" }),
      { code: "unavailable", retry: "transient", applied: "maybe" },
    ],
    [
      Object.assign(new Error("canary"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }),
      { code: "unavailable", retry: "no", applied: "no" },
    ],
    [
      Object.assign(new Error("canary"), { name: "TimeoutError" }),
      { code: "deadline-exceeded", retry: "transient", applied: "maybe" },
    ],
    [new CrosstagError({ code: "unsupported", message: "m" }), { code: "unsupported", applied: "no", message: "m" }],
    [new Error("canary"), { code: "internal", retry: "no", applied: "maybe" }],
    ["canary", { code: "internal", applied: "maybe" }],
    [undefined, { code: "internal", applied: "maybe" }],
  ])("%s", (error, expected) => {
    const failure = driver.classify(error);
    expect(failure).toMatchObject(expected);
    expect(JSON.stringify(failure)).not.toContain("canary");
  });
});

test.each([504, 502, 500])(
  "an answer %d without a body has no code, and the call may have been applied",
  async (status) => {
    const failure = await classified({ status, body: "" });
    expect(failure).toMatchObject({ code: "unavailable", retry: "transient", applied: "maybe" });
    expect(failure).not.toHaveProperty("providerCode");
  },
);
