import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Failure, type KmsDriver } from "@crosstag/core/driver";
import { adapter } from "../src/index.ts";
import { startAnsweringServer } from "./support/answering-server.ts";
import { context, CREDENTIALS, failureOf, referenceTo, writeTag } from "./support/drive.ts";

/** The answers of the two services to writes, in the texts that were recorded or documented. */
const CANARIES = /canary|111122223333|AKIACANARY/;
const ACCOUNT = "111122223333";
const NAMES: Readonly<Record<string, string>> = {
  secretsmanager: `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:canary-AbC12d`,
  acm: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1234abcd-12ab-34cd-56ef-1234567890ab`,
};
let answer: { readonly status: number; readonly body: string; readonly id?: string };
let server: Awaited<ReturnType<typeof startAnsweringServer>>;
let drivers: Readonly<Record<string, KmsDriver>>;

beforeAll(async () => {
  server = await startAnsweringServer((_request, response) => {
    const { id = "r-1" } = answer;
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": id });
    response.end(answer.body);
  });
  const settings = { endpoint: server.endpoint, region: "us-east-1", credentials: CREDENTIALS, account: ACCOUNT };
  const opened = (adapter.services ?? []).map(async (service) => [service.name, await service.createDriver(settings)]);
  drivers = Object.fromEntries(await Promise.all(opened)) as typeof drivers;
});

afterAll(async () => {
  await Promise.all(Object.values(drivers).map((driver) => driver.close()));
  await server[Symbol.asyncDispose]();
});

function driverOf(service: string): KmsDriver {
  const driver = drivers[service];
  if (driver === undefined) throw new Error(`no driver of ${service}`);
  return driver;
}

async function refused(service: string, given: typeof answer): Promise<Failure> {
  answer = given;
  const driver = driverOf(service);
  const failure = await failureOf(driver, writeTag(driver, NAMES[service] ?? ""));
  expect(JSON.stringify(failure)).not.toMatch(CANARIES);
  return failure;
}

const named = (service: string, name: string, message: string) =>
  refused(service, { status: 400, body: JSON.stringify({ __type: name, Message: message, message }) });

const no = { retry: "no", applied: "no", scope: "resource" } as const;
const TABLE: readonly (readonly [service: string, name: string, text: string, expected: Partial<Failure>])[] = [
  [
    "secretsmanager",
    "ResourceNotFoundException",
    "Secrets Manager can't find the specified secret.",
    { ...no, code: "not-found", hint: expect.stringContaining("secret/<name>") as string },
  ],
  [
    "secretsmanager",
    "InvalidRequestException",
    "You can't perform this operation on the secret because it was marked for deletion.",
    { ...no, code: "invalid-state", message: expect.stringContaining("marked for deletion") as string },
  ],
  [
    "secretsmanager",
    "InvalidRequestException",
    "The secret is managed by another service, and you must use that service to update it.",
    { ...no, code: "managed-by-cloud" },
  ],
  ["secretsmanager", "InvalidRequestException", "canary", { ...no, code: "invalid-state" }],
  [
    "secretsmanager",
    "InvalidParameterException",
    "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    { ...no, code: "invalid-state", hint: expect.stringContaining("primary secret") as string },
  ],
  [
    "secretsmanager",
    "InvalidParameterException",
    "You can't modify system tags. Tag key: 'aws:cloudformation:stack-name'.",
    { ...no, code: "tag-refused" },
  ],
  [
    "secretsmanager",
    "InvalidParameterException",
    "The canary tag is not compliant with the tag policy.",
    { ...no, code: "policy-refused" },
  ],
  ["secretsmanager", "InvalidParameterException", "canary", { ...no, code: "refused" }],
  ["secretsmanager", "LimitExceededException", "canary", { ...no, code: "limit-exceeded" }],
  ["secretsmanager", "ThrottlingException", "Rate exceeded", { code: "throttled", retry: "throttled", applied: "no" }],
  ["secretsmanager", "InternalServiceError", "canary", { code: "unavailable", retry: "transient", applied: "maybe" }],
  [
    "secretsmanager",
    "AccessDeniedException",
    `User: arn:aws:iam::${ACCOUNT}:user/canary is not authorized to perform: secretsmanager:TagResource on resource: ${NAMES["secretsmanager"]} because no identity-based policy allows the secretsmanager:TagResource action`,
    {
      ...no,
      code: "access-denied",
      message: "The credentials lack secretsmanager:TagResource: no identity-based policy allows it.",
    },
  ],
  [
    "secretsmanager",
    "AccessDeniedException",
    "canary",
    { ...no, code: "access-denied", hint: expect.stringContaining("remove the caller's own access") as string },
  ],
  ["acm", "ResourceNotFoundException", "canary", { ...no, code: "not-found" }],
  ["acm", "InvalidArnException", "canary", { ...no, code: "refused" }],
  ["acm", "InvalidTagException", "canary", { ...no, code: "tag-refused" }],
  ["acm", "TooManyTagsException", "canary, with every tag", { ...no, code: "limit-exceeded" }],
  ["acm", "TagPolicyException", "canary", { ...no, code: "policy-refused" }],
  [
    "acm",
    "ValidationException",
    "1 validation error detected: Value '*.canary.example' at 'tags.2.member.value' failed to satisfy constraint",
    { ...no, code: "tag-refused" },
  ],
  ["acm", "ValidationException", "canary", { ...no, code: "refused" }],
  ["acm", "ThrottlingException", "Rate exceeded", { code: "throttled", retry: "throttled", applied: "no" }],
  ["acm", "LimitExceededException", "canary", { ...no, code: "limit-exceeded" }],
  [
    "acm",
    "AccessDeniedException",
    `User: arn:aws:iam::${ACCOUNT}:user/canary is not authorized to perform: acm:AddTagsToCertificate on resource: ${NAMES["acm"]} with an explicit deny in a service control policy`,
    {
      ...no,
      code: "access-denied",
      message: "The credentials lack acm:AddTagsToCertificate: a service control policy denies it.",
    },
  ],
];

test.each(TABLE)("%s: %s, %s", async (service, name, text, expected) => {
  expect(await named(service, name, text)).toMatchObject({ ...expected, providerCode: name, requestId: "r-1" });
});

describe.each([
  ["secretsmanager", "AWS Secrets Manager"],
  ["acm", "AWS Certificate Manager"],
])("answers that are not of %s", (service, title) => {
  test("are named, and a write without a request id does not count", async () => {
    expect(await refused(service, { status: 502, body: "<html>canary</html>" })).toMatchObject({
      code: "unavailable",
      applied: "maybe",
      message: `The answer (HTTP status 502) is not an answer of ${title}.`,
    });
    for (const given of [
      { status: 200, body: "", id: "" },
      { status: 200, body: '{"ARN":"canary"}' },
    ])
      expect(await refused(service, given)).toMatchObject({ code: "internal", applied: "maybe" });
  });

  test("an unreadable list, description or tag is refused", async () => {
    const driver = driverOf(service);
    const resource = referenceTo(driver, NAMES[service] ?? "");
    const { kind } = resource;
    const other = JSON.stringify({
      ARN: resource.text.replace("canary", "other"),
      Certificate: { CertificateArn: resource.text.replace("1234abcd", "9999abcd") },
      SecretList: "canary",
      CertificateSummaryList: null,
      Tags: [{ Value: "canary" }],
    });
    answer = { status: 200, body: other };
    const calls = [
      driver.listResources?.({ kind }, context()),
      driver.describeResource?.({ resource }, context()),
      driver.readTags({ kind, resources: [resource] }, context()),
    ];
    for (const call of calls) {
      const failure = await failureOf(driver, Promise.resolve(call));
      expect(failure).toMatchObject({ code: expect.stringMatching(/internal|unavailable/) as string });
      expect(JSON.stringify(failure)).not.toMatch(CANARIES);
    }
  });
});

test("a wrong setting is refused before anything is sent", async () => {
  for (const service of adapter.services ?? []) {
    await expect(service.createDriver({ region: "us-east-1", account: "12" })).rejects.toMatchObject({
      code: "configuration",
    });
    await expect(service.createDriver({ region: "us-east-1", quotas: { TagResource: 1 } })).rejects.toThrow(/no quota/);
    await expect(service.createDriver({ region: "us-east-1", dialect: "qkms" })).rejects.toThrow(/has no service/);
    await expect(service.createDriver({ region: "us-east-1", endpoint: "http://example.com" })).rejects.toMatchObject({
      code: "configuration",
    });
  }
});

test("no list of tags means that a certificate has none, but only in an answer of the service", async () => {
  const driver = driverOf("acm");
  const read = () =>
    driver.readTags({ kind: "certificate", resources: [referenceTo(driver, NAMES["acm"] ?? "")] }, context());
  answer = { status: 200, body: "{}" };
  expect(await read()).toMatchObject({ rows: [], requestId: "r-1" });
  for (const foreign of [
    { status: 200, body: "{}", id: "" },
    { status: 200, body: '{"__type":"DependencyTimeoutException","Code":"InternalFailure"}' },
    { status: 200, body: '{"TagList":[]}' },
  ]) {
    answer = foreign;
    expect(await failureOf(driver, read())).toMatchObject({ code: "internal" });
  }
});
