import { invalidValue } from "../../../errors.ts";
import { uinOf, type RegionalContext } from "../../context.ts";
import { makeKey } from "../../make.ts";
import type { Parameters } from "../../parameters.ts";
import { createTags, tagsOf } from "../../tag/tag-rules.ts";
import type { Operation } from "../../tencent-service.ts";
import { aliasExists, invalidAlias, invalidType, invalidUsage, tagKeysDuplicated } from "../errors.ts";
import { seconds } from "../key-metadata.ts";
import { keyUsages } from "../key-usages.ts";

const mostDescriptionBytes = 1024;
const aliasForm = /^(?!kms-)[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/;

export const createKey: Operation<RegionalContext> = {
  parameters: ["Alias", "Description", "KeyUsage", "Type", "Tags"],
  quota: 100,
  carryOut: (parameters, context) => {
    const alias = parameters.text("Alias");
    if (!aliasForm.test(alias)) throw invalidAlias();
    const description = parameters.optionalText("Description") ?? "";
    if (Buffer.byteLength(description) > mostDescriptionBytes) {
      throw invalidValue("Description", `at most ${mostDescriptionBytes} bytes long`);
    }
    const usage = usageOf(parameters);
    const type = parameters.integer("Type", { from: -Infinity, to: Infinity, fallback: 1 });
    if (type !== 1 && type !== 2) throw invalidType();
    const tags = tagsOf(parameters, "Tags", context.settings, tagKeysDuplicated);
    if (context.here.keys.inOrder.some((key) => key.facts.alias === alias)) throw aliasExists();
    createTags(tags, context);
    const key = makeKey(context, context.here, {
      origin: type === 2 ? "EXTERNAL" : "TENCENT_KMS",
      usage,
      alias,
      description,
      creatorUin: uinOf(context),
      owner: "user",
      tags,
    });
    return {
      KeyId: key.id,
      Alias: alias,
      CreateTime: seconds(key.facts.createdAt),
      Description: description,
      KeyState: key.state.current,
      KeyUsage: usage,
      TagCode: 0,
      TagMsg: "success",
      HsmClusterId: "",
    };
  },
};

function usageOf(parameters: Parameters): string {
  const given = parameters.optionalText("KeyUsage") ?? "ENCRYPT_DECRYPT";
  const usage = keyUsages.find((known) => known === given);
  if (usage === undefined) throw invalidUsage();
  return usage;
}
