import * as operations from "@crosstag/operations";
import { checkChangeableKey, withKey } from "../check-key.ts";
import { tagResourceInput } from "../inputs.ts";
import { settleWrite } from "../settle-write.ts";
import { wireOperation } from "../wire-operation.ts";

/** Sets tags of a key of any cloud. */
export const tagResource = wireOperation(operations.tagResource, tagResourceInput, async ({ KeyId, Tags }, call) =>
  withKey(KeyId, call, async () => {
    const { writes, options, caller, requestId } = call;
    const tags = Tags.map(({ TagKey: key, TagValue: value }) => ({ key, value }));
    const keys = tags.map(({ key }) => key);
    await checkChangeableKey(KeyId, keys, call);
    const by = { caller: caller.name, requestId };
    return settleWrite(await writes.tagResource({ resources: [KeyId], tags }, options, by));
  }),
);
