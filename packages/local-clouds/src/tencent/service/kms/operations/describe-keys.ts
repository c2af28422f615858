import { invalidValue, missingParameter } from "../../../errors.ts";
import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { duplicateKeyId } from "../errors.ts";
import { keyToRead } from "../find-key.ts";
import { keyMetadata } from "../key-metadata.ts";

const mostKeys = 100;

/** One key that does not exist refuses the whole request. */
export const describeKeys: Operation<RegionalContext> = {
  parameters: ["KeyIds"],
  quota: 100,
  carryOut: (parameters, context) => {
    const keyIds = parameters.texts("KeyIds");
    if (keyIds.length === 0) throw missingParameter("KeyIds");
    if (keyIds.length > mostKeys) throw invalidValue("KeyIds", `a list of at most ${mostKeys}`);
    if (new Set(keyIds).size < keyIds.length) throw duplicateKeyId();
    return { KeyMetadatas: keyIds.map((keyId) => keyMetadata(keyToRead(keyId, context))) };
  },
};
