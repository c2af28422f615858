import type { AnswerBody } from "../../protocol/answers.ts";
import type { Secret } from "../../state/secret.ts";

/** What DescribeSecret and ListSecrets both return of a secret. A time that is not set is 0. */
export function secretMetadata({ facts, status, deleteAt = 0 }: Secret): AnswerBody {
  return {
    SecretName: facts.id,
    Description: facts.description,
    KmsKeyId: facts.kmsKeyId,
    CreateUin: Number(facts.creatorUin),
    CreateUinString: facts.creatorUin,
    Status: status.read(),
    DeleteTime: Math.floor(deleteAt / 1000),
    CreateTime: Math.floor(facts.createdAt / 1000),
    // A secret of the user's own.
    SecretType: 0,
    ProductName: "",
    ResourceID: "",
    EncryptType: 0,
  };
}
