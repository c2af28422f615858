import type { AnswerBody } from "../protocol/answers.ts";
import type { Key } from "../state/key.ts";
import { timeText } from "./fields.ts";

/** A key as `DescribeKey` and `CreateKey` return it. A field without a value is an empty string. */
export function keyMetadata(key: Key): AnswerBody {
  const { facts } = key;
  return {
    KeyId: facts.id,
    Arn: facts.arn,
    KeyState: key.state.read(),
    KeyUsage: facts.usage,
    KeySpec: facts.spec,
    Origin: facts.origin,
    ProtectionLevel: facts.protectionLevel,
    Description: facts.description,
    Creator: facts.creator,
    CreationDate: timeText(facts.createdAt),
    DeleteDate: timeText(key.deleteAt),
    MaterialExpireTime: timeText(key.materialExpiresAt),
    PrimaryKeyVersion: "",
    LastRotationDate: "",
    NextRotationDate: "",
    AutomaticRotation: "Disabled",
    RotationInterval: "",
    DeletionProtection: key.deletionProtection.enabled ? "Enabled" : "Disabled",
    DeletionProtectionDescription: key.deletionProtection.description,
    DKMSInstanceId: "",
  };
}
