import {
  CreateKeyCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
  type KMSClient,
} from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { Versioned } from "../../src/state/versioned.ts";
import { refusal, startAws } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";

async function keysListed(kms: KMSClient, KeyId: string): Promise<(string | undefined)[]> {
  return ((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags ?? []).map(({ TagKey }) => TagKey);
}

const tag = (KeyId: string, TagKey: string): TagResourceCommand =>
  new TagResourceCommand({ KeyId, Tags: [{ TagKey, TagValue: "" }] });

test("reads are stale until the delay is over, writes use the current state", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({ consistency: { delayMs: 1000 } }, { clock });
  const { keyId } = aws.keys.createKey({ tags: { old: "" } });
  await kms.send(tag(keyId, "one"));
  clock.advance(400);
  await kms.send(tag(keyId, "two"));
  expect(await keysListed(kms, keyId)).toEqual(["old"]);
  expect(aws.keys.tagsOf(keyId)).toEqual({ old: "", one: "", two: "" });
  clock.advance(600);
  expect(await keysListed(kms, keyId)).toEqual(["old", "one"]);
  clock.advance(400);
  expect(await keysListed(kms, keyId)).toEqual(["old", "one", "two"]);
});

test("reads flap if configured", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({ consistency: { delayMs: 1000, flapping: true } }, { clock });
  const { keyId } = aws.keys.createKey();
  await kms.send(tag(keyId, "new"));
  const counts = [];
  for (let index = 0; index < 4; index += 1) counts.push((await keysListed(kms, keyId)).length);
  expect(counts).toEqual([0, 1, 0, 1]);
  clock.advance(1000);
  expect([await keysListed(kms, keyId), await keysListed(kms, keyId)]).toEqual([["new"], ["new"]]);
});

test("a new key is not found yet, and a changed state is not visible yet", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({ consistency: { delayMs: 1000 } }, { clock });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.KeyId ?? "";
  expect((await refusal(kms.send(tag(KeyId, "a")))).name).toBe("NotFoundException");
  expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
  const external = aws.keys.createKey({ origin: "EXTERNAL" });
  await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId: external.keyId }));
  const state = async (): Promise<string | undefined> =>
    (await kms.send(new DescribeKeyCommand({ KeyId: external.keyId }))).KeyMetadata?.KeyState;
  expect([await state(), aws.keys.describe(external.keyId).state]).toEqual(["Enabled", "PendingImport"]);
  clock.advance(1000);
  expect(await state()).toBe("PendingImport");
  await kms.send(tag(KeyId, "a"));
});

describe("Versioned", () => {
  test("drops values that no reader can see any more, and values that a scene replaces", () => {
    const clock = new ManualClock();
    const value = new Versioned({ clock, consistency: { delayMs: 10 } }, 0);
    for (let written = 1; written <= 3; written += 1) {
      value.write(written);
      clock.advance(6);
    }
    expect([value.read(), value.current]).toEqual([2, 3]);
    value.settle(9);
    expect([value.read(), value.current]).toEqual([9, 9]);
  });

  test("is always fresh without a delay", () => {
    const value = new Versioned({ clock: new ManualClock(), consistency: { delayMs: 0, flapping: true } }, 0);
    value.write(1);
    expect([value.read(), value.read()]).toEqual([1, 1]);
  });
});
