import * as operations from "@crosstag/operations";
import { checkChangeableKey, withKey } from "../check-key.ts";
import { untagResourceInput } from "../inputs.ts";
import { writtenBy } from "../../writes/written-by.ts";
import { settleWrite } from "../settle-write.ts";
import { wireOperation } from "../wire-operation.ts";

/** Removes tags of a key of any cloud. */
export const untagResource = wireOperation(
  operations.untagResource,
  untagResourceInput,
  async ({ KeyId, TagKeys }, call) =>
    withKey(KeyId, call, async () => {
      // AWS accepts a tag key twice here, and not in TagResource.
      const tagKeys = [...new Set(TagKeys)];
      await checkChangeableKey(KeyId, tagKeys, call);
      const { writes, options } = call;
      return settleWrite(await writes.untagResource({ resources: [KeyId], tagKeys }, options, writtenBy(call)));
    }),
);
