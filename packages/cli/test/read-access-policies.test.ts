import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CommandContext } from "../src/command-context.ts";
import { readAccessPolicies } from "../src/input/read-access-policies.ts";

const DOCUMENT = { Statement: [{ Condition: { StringEquals: { "aws:ResourceTag/env": "prod" } } }] };
const TEXT = JSON.stringify(DOCUMENT);

let workingDirectory: string;

beforeEach(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), "crosstag-policies-"));
});
afterEach(() => rm(workingDirectory, { recursive: true }));

async function policiesIn(content: string | Uint8Array): Promise<readonly unknown[]> {
  await writeFile(join(workingDirectory, "policy.json"), content);
  const context = { workingDirectory, signal: new AbortController().signal } as CommandContext;
  return (await readAccessPolicies({ accessPolicy: ["policy.json"] }, context)).accessPolicies ?? [];
}

test.each([
  ["the document", TEXT],
  ["with a byte order mark", `\uFEFF${TEXT}`],
  ["as PowerShell saves it", Buffer.from(`\uFEFF${TEXT}`, "utf16le")],
  ["aws kms get-key-policy", JSON.stringify({ PolicyName: "default", Policy: TEXT })],
  ["aws kms get-key-policy --query Policy", JSON.stringify(TEXT)],
  ["aws iam get-policy-version", JSON.stringify({ PolicyVersion: { Document: DOCUMENT } })],
  ["aliyun ram GetPolicy", JSON.stringify({ DefaultPolicyVersion: { PolicyDocument: TEXT } })],
  ["URL-encoded", encodeURIComponent(TEXT)],
])("a policy is unwrapped: %s", async (_, content) => {
  expect(await policiesIn(content)).toEqual([DOCUMENT]);
});

test("a list of them is several", async () => {
  expect(await policiesIn(JSON.stringify([DOCUMENT, { Policy: TEXT }]))).toEqual([DOCUMENT, DOCUMENT]);
});

test.each([
  ["{}", 'The file "policy.json" is not a policy: no "Statement" was found in it.'],
  ["Effect: Allow", 'The file "policy.json" is not a policy: it is not JSON.'],
  [JSON.stringify({ tags: { team: {} } }), 'no "Statement" was found in it.'],
  [JSON.stringify([DOCUMENT, { Policy: "x" }]), 'Item 2 of the list in "policy.json" is not a policy'],
])("what is not a policy is refused by name: %s", async (content, message) => {
  await expect(policiesIn(content)).rejects.toThrow(message);
});
