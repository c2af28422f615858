import * as operations from "@crosstag/operations";
import { checkChangeableKey, withKey } from "../check-key.ts";
import { tagResourceInput } from "../inputs.ts";
import { writtenBy } from "../../writes/written-by.ts";
import { settleWrite } from "../settle-write.ts";
import { wireOperation } from "../wire-operation.ts";

/** Sets tags of a key of any cloud. */
export const tagResource = wireOperation(operations.tagResource, tagResourceInput, async ({ KeyId, Tags }, call) =>
  withKey(KeyId, call, async () => {
    const { writes, options } = call;
    const tags = Tags.map(({ TagKey: key, TagValue: value }) => ({ key, value }));
    const keys = tags.map(({ key }) => key);
    await checkChangeableKey(KeyId, keys, call);
    return settleWrite(await writes.tagResource({ resources: [KeyId], tags }, options, writtenBy(call)));
  }),
);
