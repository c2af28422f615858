import { CrosstagError, type FoundResource } from "@crosstag/core";
import * as operations from "@crosstag/operations";
import { checkVisibleKey, withKey } from "../check-key.ts";
import { describeKeyInput } from "../inputs.ts";
import { keyMetadata } from "../key-metadata.ts";
import { wireOperation, type WireCall } from "../wire-operation.ts";

/** Describes a key of any cloud. As at AWS, the key can be named by an alias here. */
export const describeKey = wireOperation(operations.findResources, describeKeyInput, async ({ KeyId }, call) =>
  withKey(KeyId, call, async () => {
    await checkVisibleKey(KeyId, { resolveAliases: true }, call);
    const { reference, description, error } = await findOne(KeyId, call);
    if (error !== undefined) throw error;
    if (description === undefined)
      throw new CrosstagError({ code: "unsupported", message: "The cloud of this key does not describe keys." });
    return { KeyMetadata: keyMetadata(description, reference) };
  }),
);

async function findOne(keyId: string, { crosstag, options }: WireCall): Promise<FoundResource> {
  for await (const found of crosstag.findResources({ resources: [keyId], describe: true }, options)) return found;
  throw new CrosstagError({ code: "internal", message: "The key was not looked up." });
}
