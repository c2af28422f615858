import { invalidValue, missingParameter } from "../../../errors.ts";
import { uinOf, type RegionalContext } from "../../context.ts";
import { makeSecret } from "../../make.ts";
import { createTags, tagsOf } from "../../tag/tag-rules.ts";
import type { Operation } from "../../tencent-service.ts";
import { secretExists, tagKeysDuplicated } from "../errors.ts";

const nameForm = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** The value of the secret is discarded. */
export const createSecret: Operation<RegionalContext> = {
  parameters: ["SecretName", "VersionId", "Description", "KmsKeyId", "SecretBinary", "SecretString", "Tags"],
  quota: 100,
  carryOut: (parameters, context) => {
    const { here, settings } = context;
    const name = parameters.text("SecretName");
    if (!nameForm.test(name)) {
      throw invalidValue(
        "SecretName",
        "up to 128 letters, digits, hyphens and underscores, and start with a letter or digit",
      );
    }
    if (parameters.has("SecretBinary") === parameters.has("SecretString")) throw missingParameter("SecretString");
    const tags = tagsOf(parameters, "Tags", settings, tagKeysDuplicated);
    if (here.secrets.find(name) !== undefined) throw secretExists();
    createTags(tags, context);
    makeSecret(context, here, {
      id: name,
      description: parameters.optionalText("Description") ?? "",
      kmsKeyId: parameters.optionalText("KmsKeyId") ?? "",
      creatorUin: uinOf(context),
      tags,
    });
    return {
      SecretName: name,
      VersionId: parameters.optionalText("VersionId") ?? "SSM_Current",
      TagCode: 0,
      TagMsg: "success",
    };
  },
};
