import { GetKeyLastUsageCommand } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { refusal, startAws, startQkms } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";

const day = 24 * 60 * 60 * 1000;

test("the last use of a key is returned: none, one, and none known because tracking began later", async () => {
  const clock = new ManualClock();
  const created = new Date(clock.now());
  const began = new Date(clock.now() + day);
  const { aws, kms } = await startAws(
    { settings: { usageTrackedSince: began.getTime() } },
    { clock, ids: "sequential" },
  );
  const { keyId, arn } = aws.keys.createKey({ origin: "EXTERNAL" });
  const usageOf = async (KeyId: string): Promise<object> => {
    const { $metadata: _, ...usage } = await kms.send(new GetKeyLastUsageCommand({ KeyId }));
    return usage;
  };
  expect(await usageOf(keyId)).toEqual({
    KeyId: keyId,
    KeyLastUsage: {},
    TrackingStartDate: began,
    KeyCreationDate: created,
  });
  aws.keys.setLastUsage(keyId, { operation: "Decrypt", at: clock.now() + 3 * day });
  expect(await usageOf(arn)).toMatchObject({
    KeyLastUsage: {
      Operation: "Decrypt",
      Timestamp: new Date(clock.now() + 3 * day),
      CloudTrailEventId: expect.any(String) as unknown,
      KmsRequestId: expect.any(String) as unknown,
    },
  });
  aws.keys.setLastUsage(keyId, undefined);
  clock.advance(2 * day);
  expect(await usageOf(keyId)).toMatchObject({ KeyLastUsage: {} });
  const younger = aws.keys.createKey();
  expect(await usageOf(younger.keyId)).toMatchObject({
    TrackingStartDate: new Date(clock.now()),
    KeyCreationDate: new Date(clock.now()),
  });
  expect((await refusal(kms.send(new GetKeyLastUsageCommand({ KeyId: "alias/a" })))).name).toBe("InvalidArnException");
});

test("QKMS does not have it", async () => {
  const { qkms, kms } = await startQkms();
  const { keyId } = qkms.keys.createKey();
  expect(await refusal(kms.send(new GetKeyLastUsageCommand({ KeyId: keyId })))).toMatchObject({
    name: "UnknownOperationException",
    message: expect.stringContaining("This is a local QKMS. The operation GetKeyLastUsage is not offered.") as unknown,
  });
  expect(() => {
    qkms.quota.set("GetKeyLastUsage", 1);
  }).toThrow("No quota group");
});
