import type { DescribeSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import type { Reference, ResourceDescription, TagPage, TagRow } from "@crosstag/core/driver";
import { fieldsOf } from "@crosstag/core/internal";
import { isText, isTime } from "../answer-fields.ts";
import { malformed, requestIdOf } from "../check-answer.ts";
import { UnexpectedAnswerError } from "../unexpected-answer-error.ts";
import { nameOfAlias } from "./references.ts";
import { type SecretFacts, secretArnIn, TITLE } from "./secret-arn.ts";

/**
 * The tags of a secret, from DescribeSecret: the service has no operation that lists tags, and ListSecrets can be five
 * minutes old.
 * @throws UnexpectedAnswerError if the answer is not as documented, or is about another secret
 */
export function toTagPage(answer: DescribeSecretCommandOutput, asked: Reference): TagPage {
  subjectOf(answer, asked);
  const { OwningService: owner } = fieldsOf(answer);
  if (!isText(owner)) throw malformed(answer, "a field that is not text", TITLE);
  const rows = tagRows(answer, asked.id);
  return { rows, ...(owner && { owners: new Map([[asked.id, owner]]) }), ...requestIdOf(answer) };
}

/** @throws UnexpectedAnswerError if the answer is not as documented, or is about another secret */
export function describeSecret(answer: DescribeSecretCommandOutput, asked: Reference): ResourceDescription {
  const { id, partition, region, account } = subjectOf(answer, asked);
  const { Description: description, OwningService: owner, PrimaryRegion: primary, RotationEnabled } = fieldsOf(answer);
  const { DeletedDate: deletion, CreatedDate: created } = fieldsOf(answer);
  if (!isTime(deletion) || !isTime(created)) throw malformed(answer, "a date that is not a time", TITLE);
  if (!isText(owner) || !isText(description) || !isText(primary))
    throw malformed(answer, "a field that is not text", TITLE);
  return {
    reference: {
      provider: asked.provider,
      kind: "secret",
      id,
      alias: false,
      partition,
      region,
      account,
      text: asked.text,
    },
    kind: "secret",
    managedBy: owner ? "cloud" : "customer",
    state: deletion ? "pending-deletion" : "enabled",
    // AWS has no word for the states of secrets.
    stateAsGiven: "",
    ...(description && { description }),
    ...(created && { createdAt: created.getTime() }),
    ...(deletion && { deletionAt: deletion.getTime() }),
    ...(owner && { owner }),
    rotates: RotationEnabled === true,
    // The primary secret names its own region.
    ...(primary && primary !== region && { primaryRegion: primary }),
    ...requestIdOf(answer),
  };
}

function subjectOf(answer: DescribeSecretCommandOutput, asked: Reference): SecretFacts {
  const facts = secretArnIn(answer.ARN);
  if (facts === undefined) throw malformed(answer, "no ARN of a secret", TITLE);
  const isAsked = asked.alias ? facts.name === nameOfAlias(asked.id) : facts.id === asked.id;
  if (!isAsked || differs(facts.region, asked.region) || differs(facts.account, asked.account))
    throw new UnexpectedAnswerError(
      "AWS Secrets Manager described another secret than the one that was asked for.",
      answer.$metadata.requestId,
      "Check the endpoint and the account of the credentials, and proxies on the way to the cloud.",
      true,
    );
  return facts;
}

/** A secret that never had tags has no list of them, one whose tags were removed an empty one (recorded 2024-04-05). */
function tagRows(answer: DescribeSecretCommandOutput, id: string): readonly TagRow[] {
  const tags: unknown = answer.Tags ?? [];
  if (!Array.isArray(tags)) throw malformed(answer, "a list of tags that is not an array", TITLE);
  return tags.map((tag) => {
    const { Key: key, Value: value = "" } = fieldsOf(tag);
    if (typeof key !== "string" || key === "" || typeof value !== "string")
      throw malformed(answer, "a tag without a key, or with a key or value that is not text", TITLE);
    return { id, key, value };
  });
}

function differs(given: string, known: string | undefined): boolean {
  return known !== undefined && given !== known;
}
