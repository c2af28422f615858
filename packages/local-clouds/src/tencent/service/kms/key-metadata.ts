import type { AnswerBody } from "../../protocol/answers.ts";
import type { Key } from "../../state/key.ts";

/** A key as DescribeKey, DescribeKeys and ListKeyDetail return it. A time that is not set is 0. */
export function keyMetadata(key: Key): AnswerBody {
  const { facts } = key;
  return {
    KeyId: facts.id,
    Alias: facts.alias,
    CreateTime: seconds(facts.createdAt),
    Description: facts.description,
    KeyState: key.state.read(),
    KeyUsage: facts.usage,
    // FIPS 140-2.
    Type: 2,
    CreatorUin: Number(facts.creatorUin),
    CreatorUinString: facts.creatorUin,
    KeyRotationEnabled: false,
    Owner: facts.owner,
    NextRotateTime: 0,
    DeletionDate: seconds(key.deleteAt),
    Origin: facts.origin,
    ValidTo: seconds(key.materialExpiresAt),
    ResourceId: facts.resourceId,
    HsmClusterId: "",
    RotateDays: 0,
    LastRotateTime: 0,
    IsSyncReplica: 0,
    SourceRegion: "",
    SyncStatus: 0,
  };
}

/** Milliseconds since 1970 as the cloud writes times. */
export function seconds(time: number | undefined): number {
  return time === undefined ? 0 : Math.floor(time / 1000);
}
