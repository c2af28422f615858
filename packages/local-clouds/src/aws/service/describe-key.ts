import type { AwsOperation } from "./operation.ts";
import { findKeyOrAlias } from "./find-key.ts";
import { keyMetadata } from "./key-metadata.ts";

export const describeKey: AwsOperation = {
  requestsPerSecond: 2000,
  changesKey: false,
  run(context) {
    const keyId = context.parameters.keyId();
    context.parameters.checkGrantTokens();
    context.parameters.check();

    return { KeyMetadata: keyMetadata(context.account, findKeyOrAlias(context, keyId)) };
  },
};
