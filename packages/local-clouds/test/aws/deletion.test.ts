import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  ListAliasesCommand,
  ListKeysCommand,
  ReplicateKeyCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { clientOf, refusal, startAws } from "../support/aws.ts";
import { ManualClock } from "../support/manual-clock.ts";

const day = 24 * 60 * 60 * 1000;
const regions = ["us-east-1", "eu-west-1", "ap-south-1"];

test("a primary waits for its last replica, and then for its own time", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({ regions }, { clock });
  const { keyId } = aws.keys.createKey({ multiRegion: true });
  for (const region of regions.slice(1)) aws.keys.createKey({ keyId, region, multiRegion: "us-east-1" });
  const start = clock.now();
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 10 }));
  const inRegion = (region: string, days: number): Promise<unknown> =>
    clientOf(aws, { region }).send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: days }));
  await inRegion("eu-west-1", 7);
  await inRegion("ap-south-1", 12);
  const seen = async (): Promise<unknown> => {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }));
    return [KeyMetadata?.KeyState, KeyMetadata?.PendingDeletionWindowInDays, KeyMetadata?.DeletionDate];
  };
  clock.advance(11 * day);
  expect(await seen()).toEqual(["PendingReplicaDeletion", 10, undefined]);
  // No request for two days: its waiting period began when the replica was deleted, not at the next read.
  clock.advance(3 * day);
  expect(await seen()).toEqual(["PendingDeletion", undefined, new Date(start + 22 * day)]);
  clock.advance(8 * day);
  expect((await refusal(seen())).name).toBe("NotFoundException");
});

test("a primary that no request reads is also deleted in time", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({ regions }, { clock });
  const { keyId } = aws.keys.createKey({ multiRegion: true, aliases: ["alias/mine"] });
  aws.keys.createKey({ keyId, region: "eu-west-1", multiRegion: "us-east-1" });
  for (const region of ["us-east-1", "eu-west-1"]) {
    await clientOf(aws, { region }).send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 7 }));
  }
  clock.advance(14 * day);
  expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
  expect((await kms.send(new ListAliasesCommand({}))).Aliases).toEqual([]);
});

test("a replica has no description unless given one, and can be created again after it is deleted", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({ regions }, { clock });
  const { keyId } = aws.keys.createKey({ multiRegion: true, description: "the primary's" });
  const replicate = async (Description?: string): Promise<string | undefined> =>
    (await kms.send(new ReplicateKeyCommand({ KeyId: keyId, ReplicaRegion: "eu-west-1", Description })))
      .ReplicaKeyMetadata?.Description;
  expect(await replicate()).toBe("");
  const there = clientOf(aws, { region: "eu-west-1" });
  await there.send(new ScheduleKeyDeletionCommand({ KeyId: keyId, PendingWindowInDays: 7 }));
  expect((await refusal(replicate())).name).toBe("AlreadyExistsException");
  clock.advance(7 * day);
  expect(await replicate("its own")).toBe("its own");
  expect((await there.send(new ListKeysCommand({}))).Keys).toHaveLength(1);
});

test("an alias is deleted with its key, and its name can be used again", async () => {
  const clock = new ManualClock();
  const { aws, kms } = await startAws({}, { clock });
  const [old, other] = [aws.keys.createKey({ aliases: ["alias/mine"] }), aws.keys.createKey()];
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: old.keyId, PendingWindowInDays: 7 }));
  const names = async (): Promise<unknown> =>
    (await kms.send(new ListAliasesCommand({}))).Aliases?.map(({ AliasName, TargetKeyId }) => [AliasName, TargetKeyId]);
  expect(await names()).toEqual([["alias/mine", old.keyId]]);
  clock.advance(7 * day);
  expect(await names()).toEqual([]);
  const AliasName = "alias/mine";
  const message = `Alias arn:aws:kms:us-east-1:111122223333:${AliasName} is not found.`;
  for (const call of [
    kms.send(new DescribeKeyCommand({ KeyId: AliasName })),
    kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: other.keyId })),
    kms.send(new DeleteAliasCommand({ AliasName })),
  ]) {
    expect(await refusal(call)).toMatchObject({ name: "NotFoundException", message });
  }
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: other.keyId }));
  expect(await names()).toEqual([["alias/mine", other.keyId]]);
});
