import { CrosstagError } from "@crosstag/core/driver";
import { describe, expect, it } from "vitest";
import { DEFAULT_ASSUMPTIONS } from "../src/assumptions.ts";
import { AlibabaCallError } from "../src/call-error.ts";
import { classifyFailure } from "../src/classify-failure.ts";

function classifyRefusal(code: string, status: number, resources = 1, assumptions = DEFAULT_ASSUMPTIONS) {
  return classifyFailure(
    new AlibabaCallError({ kind: "refused", code, status, resources, requestId: "r-1" }),
    assumptions,
  );
}

describe("refusals of the cloud", () => {
  it.each([
    ["Forbidden.KeyNotFound", 404, "not-found", "no", "resource"],
    ["Forbidden.AliasNotFound", 404, "not-found", "no", "resource"],
    ["Forbidden.KeyVersionNotFound", 404, "not-found", "no", "resource"],
    ["Forbidden.ResourceNotFound", 404, "not-found", "no", "resource"],
    ["Forbidden.DKMSInstanceNotFound", 404, "not-found", "no", "resource"],
    ["InvalidResourceId.NotFound", 404, "not-found", "no", "resource"],
    ["InvalidAccessKeyId.NotFound", 404, "unauthenticated", "no", "call"],
    ["InvalidAccessKeyId.Inactive", 400, "unauthenticated", "no", "call"],
    ["SignatureDoesNotMatch", 400, "unauthenticated", "no", "call"],
    ["InvalidTimeStamp.Expired", 400, "unauthenticated", "no", "call"],
    ["InvalidSecurityToken.Expired", 400, "unauthenticated", "no", "call"],
    ["Forbidden.NoPermission", 403, "access-denied", "no", "resource"],
    ["Forbidden.AccessKey", 403, "unauthenticated", "no", "call"],
    ["Forbidden.KmsServiceNotEnabled", 403, "access-denied", "no", "account"],
    ["Forbidden.InDebt", 403, "access-denied", "no", "account"],
    ["Forbidden.InDebtOverdue", 403, "access-denied", "no", "account"],
    ["Forbidden.ProhibitedByRiskControl", 403, "access-denied", "no", "account"],
    ["Forbidden.UbsmsInvalidUserid", 403, "access-denied", "no", "account"],
    ["Forbidden.UbsmsInvalidBid", 403, "access-denied", "no", "account"],
    ["Forbidden.RAM", 403, "access-denied", "no", "resource"],
    ["UnsupportedHTTPMethod", 403, "refused", "no", "call"],
    ["MissingParameter", 400, "refused", "no", "call"],
    ["InvalidParameter", 400, "refused", "no", "resource"],
    ["ParseRequestParameterException", 400, "refused", "no", "call"],
    ["IncompleteSignature", 400, "unauthenticated", "no", "call"],
    ["IllegalTimestamp", 400, "unauthenticated", "no", "call"],
    ["Unsupported.Origin", 400, "unsupported", "no", "resource"],
    ["Unsupported.Alias", 400, "unsupported", "no", "resource"],
    ["Unsupported.ProtectionLevel", 400, "unsupported", "no", "resource"],
    ["Rejected.UnsupportedOperation", 400, "unsupported", "no", "resource"],
    ["UnsupportedOperation", 400, "unsupported", "no", "resource"],
    ["Rejected.LimitExceeded", 400, "limit-exceeded", "no", "resource"],
    ["InvalidKeyMaterial", 400, "refused", "no", "resource"],
    ["InvalidImportToken", 400, "refused", "no", "resource"],
    ["ExpiredImportToken", 400, "refused", "no", "resource"],
    ["AliasAlreadyExists", 400, "refused", "no", "resource"],
    ["Rejected.Disabled", 409, "invalid-state", "no", "resource"],
    ["Rejected.PendingDeletion", 409, "invalid-state", "no", "resource"],
    ["Rejetced.PendingDeletion", 409, "invalid-state", "no", "resource"],
    ["Rejected.PendingImport", 409, "invalid-state", "no", "resource"],
    ["Rejected.Enabled", 409, "invalid-state", "no", "resource"],
    ["Rejected.StateModifiedFailed", 409, "invalid-state", "no", "resource"],
    ["Forbidden.DKMSInstanceStateInvalid", 409, "invalid-state", "transient", "resource"],
    ["Rejected.Throttling", 429, "throttled", "throttled", "call"],
    ["Throttling", 400, "throttled", "throttled", "call"],
    ["Throttling.User", 400, "throttled", "throttled", "call"],
    ["Throttling.Api", 400, "throttled", "throttled", "call"],
    ["InternalFailure", 500, "unavailable", "transient", "call"],
    ["ServiceUnavailableTemporary", 503, "unavailable", "transient", "call"],
    ["SerivceUnavailableTemporary", 503, "unavailable", "transient", "call"],
    ["ServiceUnavailable", 503, "unavailable", "transient", "call"],
    ["InvalidTagKey.Malformed", 400, "tag-refused", "no", "call"],
    ["Duplicate.TagKey", 400, "tag-refused", "no", "call"],
    ["NumberExceed.Tags", 400, "limit-exceeded", "no", "call"],
    ["NumberExceed.ResourceIds", 400, "refused", "no", "call"],
    ["InvalidResourceType.NotFound", 404, "refused", "no", "call"],
    ["InvalidAction.NotFound", 404, "unsupported", "no", "call"],
    ["InvalidRegionId.NotFound", 404, "refused", "no", "call"],
    ["InvalidProduct.NotFound", 404, "refused", "no", "resource"],
    ["Gateway.RouteNotFound", 404, "refused", "no", "resource"],
    ["QuotaExceeded.Tags", 400, "limit-exceeded", "no", "resource"],
    ["LimitExceeded.Tags", 400, "limit-exceeded", "no", "resource"],
    ["Something.New", 400, "refused", "no", "resource"],
    ["Something.New", 500, "unavailable", "transient", "call"],
    ["Something.New", 429, "throttled", "throttled", "call"],
    ["constructor", 400, "refused", "no", "resource"],
  ])("trap 9: %s (status %i) is %s", (providerCode, status, code, retry, scope) => {
    const failure = classifyRefusal(providerCode, status);
    expect(failure).toMatchObject({ code, retry, scope, providerCode, requestId: "r-1" });
    expect(failure.hint).toMatch(/\w.*\.$/);
  });

  it.each([
    [{}, "The credentials do not allow this."],
    [{ action: "kms:TagResource" }, "The credentials lack kms:TagResource."],
    [
      { action: "kms:TagResource", policy: "control policy", explicit: true },
      "The credentials lack kms:TagResource: a control policy denies it.",
    ],
    [
      { action: "kms:UntagResource", policy: "identity-based policy" },
      "The credentials lack kms:UntagResource: no identity-based policy allows it.",
    ],
  ])("a denial %j is reported as %j", (denial, message) => {
    const error = new AlibabaCallError({ kind: "refused", code: "NoPermission", status: 403, resources: 1, denial });
    expect(classifyFailure(error, DEFAULT_ASSUMPTIONS)).toMatchObject({ code: "access-denied", message });
  });

  it("trap 9: the code decides, not the status", () => {
    for (const status of [200, 400, 403, 404, 409, 429, 500, 503]) {
      expect(classifyRefusal("InvalidAccessKeyId.NotFound", status).code).toBe("unauthenticated");
      expect(classifyRefusal("Forbidden.KeyNotFound", status).code).toBe("not-found");
      expect(classifyRefusal("Throttling.User", status).retry).toBe("throttled");
    }
  });

  it("a refusal has changed nothing; a failure of the service may have changed something", () => {
    expect(classifyRefusal("Rejected.LimitExceeded", 400).applied).toBe("no");
    expect(classifyRefusal("Throttling", 400).applied).toBe("no");
    expect(classifyRefusal("InternalFailure", 500).applied).toBe("maybe");
  });

  it("trap 8: an assumption sets whether a refused batch is unchanged", () => {
    const careful = { ...DEFAULT_ASSUMPTIONS, refusedBatchIsUnchanged: false };
    expect(classifyRefusal("InvalidResourceId.NotFound", 404, 50).applied).toBe("no");
    expect(classifyRefusal("InvalidResourceId.NotFound", 404, 50, careful).applied).toBe("maybe");
    expect(classifyRefusal("InvalidResourceId.NotFound", 404, 1, careful).applied).toBe("no");
  });
});

describe("other failures", () => {
  it("the wait that the service requests is reported", () => {
    const error = new AlibabaCallError({
      kind: "refused",
      code: "Throttling",
      status: 400,
      resources: 1,
      retryAfterMs: 250,
    });
    expect(classifyFailure(error, DEFAULT_ASSUMPTIONS).retryAfterMs).toBe(250);
  });

  it.each([
    [200, "transient"],
    [202, "no"],
    [302, "no"],
    [403, "no"],
    [407, "no"],
    [408, "transient"],
    [429, "transient"],
    [500, "transient"],
    [502, "transient"],
  ] as const)("an unreadable answer of status %i may have been applied", (status, retry) => {
    const failure = classifyFailure(new AlibabaCallError({ kind: "unreadable", status }), DEFAULT_ASSUMPTIONS);
    expect(failure).toMatchObject({ code: "unavailable", retry, applied: "maybe", scope: "call" });
    expect(failure.message).toMatch(new RegExp(`HTTP status ${status}\\b.*not an answer of Alibaba Cloud KMS`));
    expect(failure.hint).toMatch(/proxy/i);
  });

  it("a complete answer that is not from Alibaba Cloud KMS is not requested again", () => {
    const error = new AlibabaCallError({ kind: "unreadable", status: 200, complete: true });
    expect(classifyFailure(error, DEFAULT_ASSUMPTIONS)).toMatchObject({ code: "unavailable", retry: "no" });
  });

  it("a refusal with the status of a success may have changed something", () => {
    expect(classifyRefusal("Forbidden.NoPermission", 200)).toMatchObject({ code: "access-denied", applied: "maybe" });
  });

  it("Crosstag's own errors are explained, unknown errors are reported as unknown", () => {
    const own = new CrosstagError({ code: "unsupported", message: "No." });
    expect(classifyFailure(own, DEFAULT_ASSUMPTIONS)).toMatchObject({
      code: "unsupported",
      applied: "no",
      message: "No.",
    });
    const strange = classifyFailure(new Error("CANARY"), DEFAULT_ASSUMPTIONS);
    expect(strange).toMatchObject({ code: "internal", applied: "maybe" });
    expect(JSON.stringify(strange)).not.toContain("CANARY");
    expect(classifyFailure(undefined, DEFAULT_ASSUMPTIONS).code).toBe("internal");
  });
});
