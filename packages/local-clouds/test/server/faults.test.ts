import {
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
} from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import type { FaultKind } from "../../src/index.ts";
import { refusal, startAws } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";

const Tags = [{ TagKey: "team", TagValue: "payments" }];

describe("each kind", () => {
  test.each<[FaultKind, string, number | undefined, boolean]>([
    ["throttle", "ThrottlingException", 400, false],
    ["server-error-json", "KMSInternalException", 500, false],
    ["server-error-html", "SyntaxError", 502, false],
    ["server-error-empty", "Unknown", 503, false],
    ["unreadable-success", "SyntaxError", 200, true],
    // The SDK's name for ECONNRESET.
    ["reset-before-applying", "TimeoutError", undefined, false],
    ["reset-after-applying", "TimeoutError", undefined, true],
  ])("%s", async (kind, name, status, applied) => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    aws.faults.add({ kind, times: 1 });
    const error = await refusal(kms.send(new TagResourceCommand({ KeyId: keyId, Tags })));
    expect([error.name.replace("KMSServiceException", "Unknown"), error.status]).toEqual([name, status]);
    expect(aws.keys.tagsOf(keyId)).toEqual(applied ? { team: "payments" } : {});
    expect(aws.requests.entries).toMatchObject([
      { operation: "TagResource", status: status ?? 0, applied, fault: kind },
    ]);
    await kms.send(new TagResourceCommand({ KeyId: keyId, Tags }));
  });

  test("delay executes and answers after the delay", async () => {
    const clock = new ManualClock();
    const { aws, kms } = await startAws({}, { clock });
    const { keyId } = aws.keys.createKey();
    aws.faults.add({ kind: "delay", delayMs: 5000 });
    const call = kms.send(new TagResourceCommand({ KeyId: keyId, Tags }));
    await expect.poll(() => clock.sleepers).toBe(1);
    clock.advance(4999);
    expect([clock.sleepers, aws.keys.tagsOf(keyId)]).toEqual([1, {}]);
    clock.advance(1);
    await call;
    expect(aws.keys.tagsOf(keyId)).toEqual({ team: "payments" });
  });

  test("a server error can be unavailability instead, if the operation has that error", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ origin: "EXTERNAL" });
    aws.faults.add({ kind: "server-error-json", status: 503 });
    for (const call of [
      kms.send(new DeleteImportedKeyMaterialCommand({ KeyId: keyId })),
      kms.send(new DescribeKeyCommand({ KeyId: keyId })),
      kms.send(new ListKeysCommand({})),
    ]) {
      expect(await refusal(call)).toMatchObject({ name: "DependencyTimeoutException", status: 503 });
    }
    for (const call of [
      kms.send(new ListResourceTagsCommand({ KeyId: keyId })),
      kms.send(new ListKeyRotationsCommand({ KeyId: keyId })),
      kms.send(new TagResourceCommand({ KeyId: keyId, Tags })),
    ]) {
      expect(await refusal(call)).toMatchObject({ name: "KMSInternalException", status: 500 });
    }
  });
});

describe("which requests a fault applies to", () => {
  test("by operation and resource, given as the id or as the request spells it", async () => {
    const { aws, kms } = await startAws();
    const [one, other] = aws.keys.addMany(2);
    aws.faults.add({ kind: "throttle", operation: "TagResource", resource: one?.keyId ?? "" });
    await kms.send(new ListResourceTagsCommand({ KeyId: one?.keyId }));
    await kms.send(new TagResourceCommand({ KeyId: other?.keyId, Tags }));
    for (const KeyId of [one?.keyId, one?.arn]) {
      expect((await refusal(kms.send(new TagResourceCommand({ KeyId, Tags })))).name).toBe("ThrottlingException");
    }
  });

  test("after some requests, a number of times, until removed", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    const results = async (count: number): Promise<string> => {
      let text = "";
      for (let index = 0; index < count; index += 1) {
        const call = kms.send(new ListResourceTagsCommand({ KeyId: keyId }));
        text += await call.then(
          () => "o",
          () => "x",
        );
      }
      return text;
    };
    aws.faults.add({ kind: "throttle", after: 2, times: 3 });
    expect(await results(7)).toBe("ooxxxoo");
    const disarm = aws.faults.add({ kind: "throttle" });
    expect(await results(2)).toBe("xx");
    disarm();
    expect(await results(2)).toBe("oo");
    aws.faults.add({ kind: "throttle" });
    aws.faults.clear();
    expect(await results(1)).toBe("o");
  });

  test("with a probability, and the same requests for the same seed", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    const series = async (seed: number): Promise<string> => {
      aws.faults.clear();
      aws.faults.add({ kind: "throttle", probability: 0.5, seed });
      aws.requests.clear();
      for (let index = 0; index < 40; index += 1) {
        await kms.send(new ListResourceTagsCommand({ KeyId: keyId })).catch(() => undefined);
      }
      return aws.requests.entries.map(({ applied }) => (applied ? "o" : "x")).join("");
    };
    const first = await series(7);
    expect(first).toMatch(/o/);
    expect(first).toMatch(/x/);
    expect(await series(7)).toBe(first);
    expect(await series(8)).not.toBe(first);
  });
});
