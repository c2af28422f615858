import { createAwsKmsDriver } from "@crosstag/aws";
import {
  createCrosstag,
  systemClock,
  type Clock,
  type Crosstag,
  type DeleteKeyMaterialEvidence,
  type EngineOptions,
} from "@crosstag/core";
import { KMSClient, RotateKeyOnDemandCommand } from "@aws-sdk/client-kms";
import { startLocalClouds, type LocalAws, type LocalClouds } from "@crosstag/local-clouds";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { denied, interceptAws, type InterceptedAnswer } from "./intercept-aws.ts";
import { refusalOf } from "./two-clouds.ts";

/* What is shown to a person, deleted by their word, and said of it afterwards, on the real driver over a socket. */

let clouds: LocalClouds;
beforeEach(async () => {
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" } });
});
afterEach(() => clouds.close());

async function open(endpoint: string, engine: EngineOptions = {}): Promise<Crosstag> {
  const { region, account, credentials } = clouds.aws;
  const driver = await createAwsKmsDriver({ endpoint, region, account, credentials });
  return createCrosstag([driver], { pacing: "off", retry: "immediate", settleTimeoutMs: 300, ...engine });
}

async function rotate({ endpoint, region, credentials }: LocalAws, arn: string): Promise<void> {
  const client = new KMSClient({ endpoint, region, credentials });
  await client.send(new RotateKeyOnDemandCommand({ KeyId: arn }));
  client.destroy();
}

const deletions = () => clouds.aws.requests.count("DeleteImportedKeyMaterial");

describe("what was shown is what may be deleted", () => {
  test("and if it is so still, the material that was shown is deleted", async () => {
    const crosstag = await open(clouds.aws.endpoint);
    const { arn, keyId } = clouds.aws.keys.createKey({ origin: "EXTERNAL" });
    // As a service would hand it to a browser and get it back.
    const expected = JSON.parse(JSON.stringify(await crosstag.inspectKeyMaterial({ resource: arn }))) as Awaited<
      ReturnType<Crosstag["inspectKeyMaterial"]>
    >;
    const result = await crosstag.deleteKeyMaterial({ resource: keyId, confirm: keyId, expected });
    expect(result).toMatchObject({ outcome: { status: "changed" }, materialId: expected.materialId });
    expect(result.looks).toMatchObject({ shown: true });
    await crosstag.close();
  });

  const changes: readonly (readonly [string, (arn: string) => unknown])[] = [
    [
      "other material was rotated in",
      async (arn) => {
        clouds.aws.keys.importMaterial(arn);
        await rotate(clouds.aws, arn);
      },
    ],
    ["more material was imported", (arn) => clouds.aws.keys.importMaterial(arn)],
    ["the key was disabled", (arn) => clouds.aws.keys.setState(arn, "Disabled")],
    ["the key was scheduled for deletion", (arn) => clouds.aws.keys.setState(arn, "PendingDeletion")],
    ["the material is gone already", (arn) => clouds.aws.keys.setState(arn, "PendingImport")],
  ];
  test.each(changes)("nothing is sent if %s meanwhile", async (_what, change) => {
    const crosstag = await open(clouds.aws.endpoint);
    const { arn, keyId } = clouds.aws.keys.createKey({ origin: "EXTERNAL" });
    const expected = await crosstag.inspectKeyMaterial({ resource: arn });
    await change(arn);
    const evidence: string[] = [];
    const refusal = await refusalOf(
      crosstag.deleteKeyMaterial({
        resource: arn,
        confirm: keyId,
        expected,
        evidence: async ({ phase }) => void evidence.push(phase),
      }),
    );
    expect(refusal.code).toBe("confirmation-required");
    expect(refusal.message).toContain("The key has changed since it was inspected");
    expect([deletions(), evidence]).toEqual([0, []]);
    await crosstag.close();
  });

  test("nothing is sent for another key than the one that was shown, or if the alias was moved", async () => {
    const crosstag = await open(clouds.aws.endpoint);
    const first = clouds.aws.keys.createKey({ origin: "EXTERNAL", aliases: ["alias/vault"] });
    const second = clouds.aws.keys.createKey({ origin: "EXTERNAL" });
    const named = { resource: "alias/vault", resolveAliases: true };
    const expected = await crosstag.inspectKeyMaterial(named);
    const other = { resource: second.arn, confirm: second.keyId, expected };
    expect((await refusalOf(crosstag.deleteKeyMaterial(other))).code).toBe("confirmation-required");
    clouds.aws.keys.createAlias("alias/vault", second.arn);
    for (const confirm of [first.keyId, second.keyId])
      expect((await refusalOf(crosstag.deleteKeyMaterial({ ...named, confirm, expected }))).code).toBe(
        "confirmation-required",
      );
    const broken = { resource: first.arn, confirm: first.keyId, expected: {} as never };
    expect((await refusalOf(crosstag.deleteKeyMaterial(broken))).code).toBe("invalid-request");
    expect(deletions()).toBe(0);
    await crosstag.close();
  });

  test.each(["another id", "another account", "another region"])(
    "a description with %s than was asked for is refused",
    async (what) => {
      const { arn, keyId } = clouds.aws.keys.createKey({ origin: "EXTERNAL" });
      const { arn: otherArn, keyId: otherId } = clouds.aws.keys.createKey({ origin: "EXTERNAL" });
      const described =
        what === "another id"
          ? { KeyId: otherId, Arn: otherArn }
          : {
              KeyId: keyId,
              Arn:
                what === "another account"
                  ? arn.replace(clouds.aws.account, "999999999999")
                  : arn.replace(clouds.aws.region, "eu-west-9"),
            };
      const body = { KeyMetadata: { ...described, KeyState: "Enabled", Origin: "EXTERNAL", KeySpec: "RSA_2048" } };
      await using proxy = await interceptAws(clouds.aws.endpoint, (operation) =>
        operation === "DescribeKey" ? { body } : undefined,
      );
      const crosstag = await open(proxy.endpoint);
      for (const resource of [arn, keyId]) {
        const refusal = await refusalOf(crosstag.inspectKeyMaterial({ resource }));
        expect(refusal.code).toBe("confirmation-required");
        expect(refusal.message).toMatch(/described (?:another key|a key of another account or region) than/);
        for (const confirm of [keyId, otherId])
          expect((await refusalOf(crosstag.deleteKeyMaterial({ resource, confirm }))).code).toBe(
            "confirmation-required",
          );
      }
      expect(deletions()).toBe(0);
      await crosstag.close();
    },
  );
});

async function deleteThrough(
  answer: (operation: string) => InterceptedAnswer | undefined,
  { state, ...engine }: EngineOptions & { readonly state?: "PendingDeletion" } = {},
) {
  const { arn, keyId } = clouds.aws.keys.createKey({ origin: "EXTERNAL", ...(state && { state }) });
  await using proxy = await interceptAws(clouds.aws.endpoint, answer);
  const crosstag = await open(proxy.endpoint, engine);
  const evidence: DeleteKeyMaterialEvidence[] = [];
  const result = await crosstag.deleteKeyMaterial({
    resource: arn,
    confirm: keyId,
    evidence: async (record) => void evidence.push(record),
  });
  await crosstag.close();
  return { arn, result, written: evidence.at(-1) };
}
const detailOf = ({ outcome }: Awaited<ReturnType<typeof deleteThrough>>["result"]) =>
  "error" in outcome ? outcome.error.message : "";

describe("a deletion is `changed` only if the key shows it", () => {
  test("a yes after which it still shows the material is `unknown`, with what was seen and for how long", async () => {
    // The time is up at the third look after the deletion, however slow the machine is.
    const settleTimeoutMs = 1_234_567;
    let endTime: (() => void) | undefined;
    let looks: number | undefined;
    const clock: Clock = {
      ...systemClock,
      startTimer: (milliseconds, onTime) => {
        if (milliseconds === settleTimeoutMs) endTime = onTime;
        return systemClock.startTimer?.(milliseconds, onTime) ?? (() => {});
      },
    };
    const { result, written, arn } = await deleteThrough(
      (operation) => {
        if (operation === "DeleteImportedKeyMaterial") {
          looks = 0;
          return { body: {} };
        }
        if (operation === "DescribeKey" && looks !== undefined && (looks += 1) === 3) endTime?.();
        return undefined;
      },
      { settleTimeoutMs, clock },
    );
    expect(result).toMatchObject({
      outcome: { status: "unknown" },
      after: { state: "enabled" },
      looks: { shown: false },
    });
    expect(result.looks?.count).toBeGreaterThan(1);
    expect(detailOf(result)).toMatch(
      /^AWS KMS confirmed the deletion\. Material [0-9a-f]{64} was not seen to be gone in \d+ readings in [\d.]+ s: the key's state is Enabled\.$/,
    );
    expect(written).toMatchObject({
      phase: "outcome",
      outcome: "unknown",
      stateAfter: "Enabled",
      looks: result.looks,
      detail: detailOf(result),
    });
    expect(clouds.aws.keys.describe(arn).materials[0]?.imported).toBe(true);
  });

  test("a receipt for other material is `unknown`, although the material is gone", async () => {
    let material = "";
    const { result } = await deleteThrough((operation) => {
      if (operation !== "DeleteImportedKeyMaterial") return undefined;
      const [key] = clouds.aws.keys.list();
      material = "f".repeat(64);
      clouds.aws.keys.setState(key?.arn ?? "", "PendingImport");
      return { body: { KeyId: key?.arn, KeyMaterialId: material } };
    });
    expect(result).toMatchObject({ outcome: { status: "unknown" }, looks: { shown: true } });
    expect(detailOf(result)).toMatch(/another key material .* was gone after one reading/);
  });

  test("a key that cannot be read afterwards is `unknown`", async () => {
    let sent = false;
    const { result } = await deleteThrough((operation) => {
      if (operation === "DeleteImportedKeyMaterial") sent = true;
      return sent && operation === "DescribeKey" ? denied(operation) : undefined;
    });
    expect(result).toMatchObject({ outcome: { status: "unknown" }, looks: { count: 0, shown: false } });
    expect(detailOf(result)).toContain("could not be read afterwards");
  });

  test("a state that does not show it is `unknown`, and said so before and after", async () => {
    const { result } = await deleteThrough(() => undefined, { state: "PendingDeletion" });
    expect(result.outcome.status).toBe("unknown");
    expect(detailOf(result)).toContain("does not show, for a key in the state PendingDeletion");
  });
});

describe("what only informs does not end the look", () => {
  const broken: readonly (readonly [string, InterceptedAnswer, string])[] = [
    ["denied", denied("ListKeyRotations"), "access denied: kms:ListKeyRotations"],
    ["missing", { status: 501, body: "Not implemented" }, "this service does not support kms:ListKeyRotations"],
    [
      "unknown to the service",
      { status: 400, body: { __type: "UnknownOperationException" } },
      "this service does not support kms:ListKeyRotations",
    ],
    [
      "unreadable",
      { body: { Rotations: 7 } },
      "kms:ListKeyRotations failed: The answer is not as AWS KMS documents it",
    ],
    [
      "silent on what is imported",
      { body: { Rotations: [{ KeyMaterialId: "a".repeat(64), KeyMaterialState: "CURRENT" }], Truncated: false } },
      "kms:ListKeyRotations failed: The answer is not as AWS KMS documents it",
    ],
    [
      "without fields",
      { body: { Rotations: [true], Truncated: false } },
      "kms:ListKeyRotations failed: The answer is not as AWS KMS documents it",
    ],
    ["failing", { status: 500, body: { __type: "KMSInternalException" } }, "AWS KMS failed"],
  ];
  test.each(broken)(
    "a list of materials that is %s is reported, and the deletion is pinned anyway",
    async (_how, answer, problem) => {
      const { arn, keyId } = clouds.aws.keys.createKey({ origin: "EXTERNAL" });
      const material = clouds.aws.keys.describe(arn).materials[0]?.id;
      await using proxy = await interceptAws(clouds.aws.endpoint, (operation) =>
        operation === "ListKeyRotations" ? answer : undefined,
      );
      // The time limit is not reached: the deletion is seen at once.
      const crosstag = await open(proxy.endpoint, { settleTimeoutMs: 10_000 });
      const expected = await crosstag.inspectKeyMaterial({ resource: arn });
      expect(expected.key.materials).toBeUndefined();
      expect(expected.key.materialsProblem).toContain(problem);
      const result = await crosstag.deleteKeyMaterial({ resource: arn, confirm: keyId, expected });
      expect(result).toMatchObject({ outcome: { status: "changed" }, materialId: material });
      expect(clouds.aws.keys.describe(arn).materials).toMatchObject([{ id: material, imported: false }]);
      await crosstag.close();
    },
  );

  test("the last use is reported: never, at a time, or not known", async () => {
    const { arn } = clouds.aws.keys.createKey({ origin: "EXTERNAL" });
    let answer: InterceptedAnswer | undefined;
    await using proxy = await interceptAws(clouds.aws.endpoint, (operation) =>
      operation === "GetKeyLastUsage" ? answer : undefined,
    );
    const crosstag = await open(proxy.endpoint);
    const look = async () => (await crosstag.inspectKeyMaterial({ resource: arn })).key;
    expect((await look()).lastUse).toEqual({ recordedSince: expect.any(Number) as number });
    const at = Date.UTC(2026, 10, 20);
    clouds.aws.keys.setLastUsage(arn, { operation: "Decrypt", at });
    expect((await look()).lastUse).toMatchObject({ usedAt: at, operation: "Decrypt" });
    for (const [own, problem] of [
      [denied("GetKeyLastUsage"), "access denied: kms:GetKeyLastUsage"],
      [{ status: 400, body: { __type: "UnknownOperationException" } }, "does not support kms:GetKeyLastUsage"],
      [{ status: 400, body: { __type: "ThrottlingException" } }, "kms:GetKeyLastUsage failed"],
      [{ body: { KeyLastUsage: { Timestamp: "yesterday" } } }, "kms:GetKeyLastUsage failed"],
      [{ status: 502, body: "<html>" }, "kms:GetKeyLastUsage failed"],
    ] as const) {
      answer = own;
      const { lastUse, lastUseProblem } = await look();
      expect([lastUse, lastUseProblem]).toEqual([undefined, expect.stringContaining(problem)]);
    }
    await crosstag.close();
  });
});
