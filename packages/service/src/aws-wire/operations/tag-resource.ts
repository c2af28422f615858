import * as operations from "@crosstag/operations";
import { checkChangeableKey, withKey } from "../check-key.ts";
import { tagResourceInput } from "../inputs.ts";
import { settleWrite } from "../settle-write.ts";
import { wireOperation } from "../wire-operation.ts";

/** Sets tags of a key of any cloud. */
export const tagResource = wireOperation(operations.tagResource, tagResourceInput, async ({ KeyId, Tags }, call) =>
  withKey(KeyId, call, async () => {
    const tags = Tags.map(({ TagKey: key, TagValue: value }) => ({ key, value }));
    await checkChangeableKey(
      KeyId,
      tags.map(({ key }) => key),
      call,
    );
    return settleWrite(await call.crosstag.tagResource({ resources: [KeyId], tags }, call.options));
  }),
);
