import { afterAll, beforeAll, expect, test } from "vitest";
import type { TencentKmsDriver } from "@crosstag/tencent";
import { call, driverAt, failureOf, KEY } from "./support/drive.ts";
import { answerFields, REQUEST_ID, startStubCloud, type StubCloud } from "./support/stub-cloud.ts";

let stub: StubCloud;
let driver: TencentKmsDriver;
beforeAll(async () => {
  stub = await startStubCloud();
  driver = await driverAt(stub.endpoint);
});
afterAll(async () => {
  await driver.close();
  await stub[Symbol.asyncDispose]();
});

test.each([
  ["ResourceUnavailable.CmkNotFound", "not-found", "no", "resource"],
  ["InvalidParameterValue.InvalidKeyId", "not-found", "no", "resource"],
  ["InvalidParameterValue.ResourceIdInvalid", "not-found", "no", "resource"],
  ["ResourceUnavailable.CmkStateNotSupport", "invalid-state", "no", "resource"],
  ["FailedOperation.CmkUsedByCloudProduct", "invalid-state", "no", "resource"],
  ["UnsupportedOperation.NotExternalCmk", "unsupported", "no", "resource"],
  ["UnsupportedOperation.NotUserCreatedCmk", "managed-by-cloud", "no", "resource"],
  ["UnauthorizedOperation", "access-denied", "no", "resource"],
  ["AuthFailure.UnauthorizedOperation", "access-denied", "no", "resource"],
  ["AuthFailure.SignatureFailure", "unauthenticated", "no", "call"],
  ["AuthFailure.SecretIdNotFound", "unauthenticated", "no", "call"],
  ["AuthFailure.TokenFailure", "unauthenticated", "no", "call"],
  ["RequestLimitExceeded", "throttled", "throttled", "call"],
  ["RequestLimitExceeded.UinLimitExceeded", "throttled", "throttled", "call"],
  ["LimitExceeded.ResourceAttachedTags", "limit-exceeded", "no", "resource"],
  ["LimitExceeded.TagKey", "limit-exceeded", "no", "call"],
  ["LimitExceeded.TagNumPerRequest", "refused", "no", "call"],
  ["InvalidParameterValue.TagValueEmpty", "tag-refused", "no", "call"],
  ["InvalidParameterValue.TagKeyLengthExceeded", "tag-refused", "no", "call"],
  ["InvalidParameter.ReservedTagKey", "tag-refused", "no", "call"],
  ["FailedOperation.ResourceTagProcessing", "unavailable", "transient", "resource"],
  ["FailedOperation.PolicyEnforcedInvalid", "policy-refused", "no", "resource"],
  ["ResourceUnavailable.NotPurchased", "access-denied", "no", "account"],
  ["InvalidAction", "unsupported", "no", "call"],
  ["UnsupportedRegion", "unsupported", "no", "call"],
  ["InternalError", "unavailable", "transient", "call"],
  ["NeverHeardOf", "refused", "no", "resource"],
])("%s is %s", async (code, expected, retry, scope) => {
  stub.answer = answerFields({ Error: { Code: code, Message: "uin 100000000001, tag team=payments" } });
  const failure = await failureOf(driver, driver.describeResource({ resource: KEY }, call()));
  const applied = expected === "unavailable" && scope === "call" ? "maybe" : "no";
  expect(failure).toMatchObject({ code: expected, retry, scope, applied, providerCode: code, requestId: REQUEST_ID });
  expect(`${failure.message} ${failure.hint ?? ""}`).not.toMatch(/payments|100000000001/);
});

test("a denial names the CAM action, and nothing else of the message", async () => {
  const Message =
    "you are not authorized to perform operation (kms:DescribeKey)\nresource (qcs::kms::uin/1:key/x) has no permission";
  stub.answer = answerFields({ Error: { Code: "UnauthorizedOperation", Message } });
  const failure = await failureOf(driver, driver.describeResource({ resource: KEY }, call()));
  expect(failure.message).toBe("The credentials lack kms:DescribeKey.");
  expect(failure.hint).not.toContain("qcs");
});

test.each([
  ["a description of another key", { KeyMetadata: { KeyId: "x", ResourceId: "creatorUin/1/x" } }],
  ["a name of another key", { KeyMetadata: { KeyId: KEY.text, ResourceId: "creatorUin/1/x" } }],
  ["no description", {}],
])("%s is not an answer", async (_what, fields) => {
  stub.answer = answerFields(fields);
  const failure = await failureOf(driver, driver.describeResource({ resource: KEY }, call()));
  expect(failure).toMatchObject({ code: "internal", scope: "resource", requestId: REQUEST_ID });
});
