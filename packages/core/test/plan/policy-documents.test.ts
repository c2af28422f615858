import { describe, expect, it } from "vitest";
import { policyDocuments, policyTagKeys } from "../../src/internal.ts";

const DOCUMENT = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: "kms:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceTag/env": "prod a+b" } },
    },
  ],
};
const TEXT = JSON.stringify(DOCUMENT, undefined, 2);

describe("policies as the clouds' tools write them", () => {
  it.each([
    ["the document", DOCUMENT],
    ["its text", TEXT],
    ["its text with a byte order mark", `\uFEFF${TEXT}`],
    ["one statement that is not a list", { Statement: DOCUMENT.Statement[0] }],
    ["aws kms get-key-policy", { PolicyName: "default", Policy: TEXT }],
    ["aws iam get-policy-version", { PolicyVersion: { Document: DOCUMENT, VersionId: "v1" } }],
    ["the API's GetPolicyVersion, URL-encoded", { PolicyVersion: { Document: encodeURIComponent(TEXT) } }],
    ["the same with plus signs for blanks", encodeURIComponent(TEXT).replaceAll("%20", "+")],
    ["aws iam get-role-policy", { RoleName: "r", PolicyName: "p", PolicyDocument: DOCUMENT }],
    ["a text in PolicyDocument", { PolicyDocument: TEXT }],
    ["aliyun ram GetPolicy", { Policy: { PolicyName: "p" }, DefaultPolicyVersion: { PolicyDocument: TEXT } }],
    ["aliyun kms GetKeyPolicy", { RequestId: "r", Policy: TEXT }],
    ["elements in lower case", { statement: DOCUMENT.Statement }],
    ["a text in a text", JSON.stringify({ Policy: JSON.stringify(TEXT) })],
  ])("%s", (_, given) => {
    const documents = policyDocuments(given);
    expect(documents).toHaveLength(1);
    expect([
      ...policyTagKeys(documents, [{ tagConditionKeys: ["aws:ResourceTag", "kms:tag", "acs:ResourceTag"] }]),
    ]).toEqual(["env"]);
  });

  it("a list of several", () => {
    expect(policyDocuments([DOCUMENT, { Policy: TEXT }, [TEXT]])).toHaveLength(3);
  });

  it.each([
    [{}],
    [{ Policy: "not JSON" }],
    [{ Statement: "x" }],
    [{ Statement: [1] }],
    [{ tags: { env: {} } }],
    [[]],
    [null],
    ["%7B%E0%A4%A"],
    [5],
  ])("%j holds none", (given) => {
    expect(policyDocuments(given)).toEqual([]);
  });

  it("a document made to exhaust the stack holds none", () => {
    let deep: unknown = DOCUMENT;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(policyDocuments(deep)).toEqual([]);
  });
});
