import { resourceNotFound } from "../../errors.ts";
import type { Operation } from "../context.ts";
import { optionalBoolean, requiredText, timeText } from "../fields.ts";
import { listedTags } from "../tag-rules.ts";

export const describeSecret: Operation = (parameters, context) => {
  const name = requiredText(parameters, "SecretName");
  const withTags = optionalBoolean(parameters, "FetchTags") === true;
  const secret = context.secrets.findVisible(name);
  if (secret === undefined) throw resourceNotFound();
  return {
    Arn: secret.arn,
    SecretName: secret.id,
    SecretType: secret.facts.secretType,
    Description: secret.facts.description,
    EncryptionKeyId: secret.facts.encryptionKeyId,
    CreateTime: timeText(secret.facts.createdAt),
    UpdateTime: timeText(secret.facts.createdAt),
    PlannedDeleteTime: timeText(secret.deleteAt),
    AutomaticRotation: "Disabled",
    ...(withTags ? { Tags: { Tag: listedTags(secret.tags.read(), context.settings) } } : {}),
  };
};
