import { inDeleteWindow, resourceExists } from "../../errors.ts";
import type { Operation } from "../context.ts";
import { requiredText } from "../fields.ts";
import { makeSecret } from "../make.ts";
import { tagsOfCreateCall } from "../tag-rules.ts";

/** The secret's value is required and discarded: no operation of the local cloud returns it. */
export const createSecret: Operation = (parameters, context) => {
  const name = requiredText(parameters, "SecretName");
  requiredText(parameters, "SecretData");
  const versionId = requiredText(parameters, "VersionId");
  const tags = tagsOfCreateCall(parameters, context.settings);
  const present = context.secrets.find(name);
  if (present !== undefined) throw present.deleteAt === undefined ? resourceExists() : inDeleteWindow();
  const secret = makeSecret(context, {
    name,
    description: parameters["Description"] ?? "",
    encryptionKeyId: parameters["EncryptionKeyId"] ?? "",
    secretType: parameters["SecretType"] ?? "Generic",
    tags,
  });
  return { Arn: secret.arn, SecretName: name, VersionId: versionId, SecretType: secret.facts.secretType };
};
