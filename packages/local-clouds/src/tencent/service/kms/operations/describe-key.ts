import type { RegionalContext } from "../../context.ts";
import type { Operation } from "../../tencent-service.ts";
import { keyToRead } from "../find-key.ts";
import { keyMetadata } from "../key-metadata.ts";

export const describeKey: Operation<RegionalContext> = {
  parameters: ["KeyId"],
  quota: 100,
  carryOut: (parameters, context) => ({ KeyMetadata: keyMetadata(keyToRead(parameters.text("KeyId"), context)) }),
};
