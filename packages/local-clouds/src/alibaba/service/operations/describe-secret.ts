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
    SecretType: secret.secretType,
    Description: secret.description,
    EncryptionKeyId: secret.encryptionKeyId,
    CreateTime: timeText(secret.createdAt),
    UpdateTime: timeText(secret.createdAt),
    PlannedDeleteTime: "",
    AutomaticRotation: "Disabled",
    ...(withTags ? { Tags: { Tag: listedTags(secret.tags.read(), context.settings) } } : {}),
  };
};
