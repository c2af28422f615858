import type { Operation } from "../context.ts";
import { requiredText } from "../fields.ts";
import { keyToRead } from "../find.ts";
import { keyMetadata } from "../key-metadata.ts";

export const describeKey: Operation = (parameters, context) => ({
  KeyMetadata: keyMetadata(keyToRead(requiredText(parameters, "KeyId"), "accept", context)),
});
