import { z } from "zod";

/** A text whose length is counted in code points, as AWS counts. */
function text(minimum: number, maximum: number) {
  return z.string().superRefine((given, context) => {
    const { length } = given.length < minimum || given.length > maximum ? Array.from(given) : given;
    const common = { input: given, origin: "string", inclusive: true } as const;
    if (length < minimum) context.addIssue({ ...common, code: "too_small", minimum });
    if (length > maximum) context.addIssue({ ...common, code: "too_big", maximum });
  });
}

const keyId = text(1, 2048);
const marker = text(1, 1024).nullish();
const tagKey = text(1, 128);

/** The input of TagResource. Unknown fields are ignored, as AWS does. Lengths: model of AWS KMS (verified 2026-11-22). */
export const tagResourceInput = z.object({
  KeyId: keyId,
  Tags: z.array(z.object({ TagKey: tagKey, TagValue: text(0, 256) })),
});

/** The input of UntagResource. */
export const untagResourceInput = z.object({ KeyId: keyId, TagKeys: z.array(tagKey) });

/** The input of ListResourceTags. */
export const listResourceTagsInput = z.object({
  KeyId: keyId,
  Limit: z.number().min(1).max(1000).nullish(),
  Marker: marker,
});

/** The input of DescribeKey. Crosstag has no grants: tokens of them change nothing. */
export const describeKeyInput = z.object({ KeyId: keyId });

/** The input of ListKeys. */
export const listKeysInput = z.object({ Limit: z.number().min(1).max(1000).nullish(), Marker: marker });

/** The input of DeleteImportedKeyMaterial. */
export const deleteImportedKeyMaterialInput = z.object({ KeyId: keyId, KeyMaterialId: text(1, 256).nullish() });
