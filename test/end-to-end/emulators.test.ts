import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createAwsKms } from "@crosstag/aws";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { runCrosstag } from "../cli/run-crosstag.ts";

// As local-kms and moto answer (verified 2026-11-22): no request id, a null in the place of an empty list, ids of
// multi-Region keys with hyphens, 501 for an operation that is not offered.
const IDS = [
  ...Array.from({ length: 18 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`),
  "mrk-14803301-61f1-4d5b-8a0e-0123456789ab",
  "an_id_of_another_form",
];
const arnOf = (id: string) => `arn:aws:kms:us-east-1:111122223333:key/${id}`;
const tags = new Map<string, Record<string, string>>();
let calls: string[] = [];
/** The list of keys continues, and nothing more can be read. */
let breaksOff = false;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString();
    const operation = String(request.headers["x-amz-target"]).replace(/^.*\./, "");
    calls.push(operation);
    if (operation === "undefined") {
      // STS, which such an emulator does not have.
      response.statusCode = 501;
      return response.end();
    }
    const {
      KeyId = "",
      Marker,
      Tags = [],
    } = JSON.parse(body.startsWith("{") ? body : "{}") as {
      KeyId?: string;
      Marker?: string;
      Tags?: { TagKey: string; TagValue: string }[];
    };
    const id = KeyId.replace(/^.*\//, "");
    response.setHeader("content-type", "application/x-amz-json-1.1");
    switch (operation) {
      case "ListKeys": {
        if (Marker !== undefined) {
          response.statusCode = 400;
          return response.end(JSON.stringify({ __type: "InvalidMarkerException" }));
        }
        const Keys = IDS.map((key) => ({ KeyId: key, KeyArn: arnOf(key) }));
        return response.end(JSON.stringify({ Keys, Truncated: breaksOff, ...(breaksOff && { NextMarker: "m" }) }));
      }
      case "ListResourceTags": {
        const list = Object.entries(tags.get(id) ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
        return response.end(JSON.stringify({ Truncated: false, Tags: list.length === 0 ? null : list }));
      }
      case "TagResource":
        for (const { TagKey, TagValue } of Tags) tags.set(id, { ...tags.get(id), [TagKey]: TagValue });
        return response.end();
      default:
        response.statusCode = 501;
        return response.end("Passed operation not yet supported");
    }
  });
});
let endpoint = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  calls = [];
  breaksOff = false;
  tags.clear();
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function openKms() {
  const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
  return createAwsKms({ endpoint, region: "us-east-1", account: "111122223333", credentials, pacing: "off" });
}

it("what an emulator lists is read, each key once, and one odd id is its own failure", async () => {
  const kms = await openKms();
  const found = [];
  for await (const resource of kms.findResources()) found.push(resource);
  const statuses = [];
  for await (const { status } of kms.listTags({ resources: found })) statuses.push(status);
  expect(statuses.toSorted()).toEqual(["failed", ...Array.from({ length: 19 }, () => "read")]);
  // A well-formed answer is not asked for again.
  expect(calls.filter((operation) => operation === "ListResourceTags")).toHaveLength(19);
  await kms.close();
});

it("a write that is answered without a request id is changed once a reading shows it", async () => {
  const kms = await openKms();
  const { outcomes } = await kms.tagResource({ resources: IDS.slice(0, 19).map(arnOf), tags: { team: "payments" } });
  expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 19 }, () => "changed"));
  expect(calls.filter((operation) => operation === "TagResource")).toHaveLength(19);
  await kms.close();
});

function runList(...options: readonly string[]) {
  const environment = {
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return runCrosstag(["list", "--cloud", "aws", "--endpoint", endpoint, ...options], { environment });
}

it("the command lists them: the rows, the odd one by name, exit code 3", async () => {
  const { exitCode, stdout, stderr } = await runList();
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining("20 resources, 1 of them"),
  });
  expect(stdout).toContain(arnOf("mrk-14803301-61f1-4d5b-8a0e-0123456789ab"));
  expect(stdout).toMatch(/an_id_of_another_form +AWS KMS lists this key with an id in an unknown format/);
});

it("a list that breaks off is shown as far as it goes, and says so", async () => {
  breaksOff = true;
  const { exitCode, stdout, stderr } = await runList("--output", "json");
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("There may be more: ") });
  const { resources, unlisted } = JSON.parse(stdout) as { resources: unknown[]; unlisted: unknown };
  expect(resources).toHaveLength(20);
  expect(unlisted).toMatchObject([{ kind: "key", error: { code: "refused", operation: "listResources" } }]);
});
