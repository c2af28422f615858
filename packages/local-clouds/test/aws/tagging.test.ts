import {
  CreateKeyCommand,
  ListResourceTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type KMSClient,
  type Tag,
} from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { refusal, startAws } from "../support/aws.ts";

const unknownKey = "1234abcd-12ab-34cd-56ef-1234567890ab";

function tag(TagKey: string, TagValue = ""): Tag {
  return { TagKey, TagValue };
}

async function listed(kms: KMSClient, KeyId: string): Promise<Tag[] | undefined> {
  return (await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags;
}

function many(count: number, prefix = "k"): Tag[] {
  return Array.from({ length: count }, (_, index) => tag(`${prefix}${index}`, "v"));
}

describe("recorded answers of AWS", () => {
  test("two tags are added, listed and removed", async () => {
    const { aws, kms } = await startAws();
    const { keyId, arn } = aws.keys.createKey();
    await kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag("tag1", "value1"), tag("tag2", "value2")] }));
    expect(await listed(kms, arn)).toEqual([tag("tag1", "value1"), tag("tag2", "value2")]);
    await kms.send(new UntagResourceCommand({ KeyId: keyId, TagKeys: ["tag1", "tag2"] }));
    expect(await listed(kms, keyId)).toEqual([]);
  });

  test("one of three tags given at creation is removed", async () => {
    const { kms } = await startAws();
    const created = await kms.send(
      new CreateKeyCommand({ Tags: [tag("tag1", "a"), tag("tag2", "b"), tag("tag3", "c")] }),
    );
    const KeyId = created.KeyMetadata?.KeyId ?? "";
    await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["tag2"] }));
    expect(await listed(kms, KeyId)).toEqual([tag("tag1", "a"), tag("tag3", "c")]);
  });

  test("tags are merged, overwritten in place, and listed by key", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ tags: { tag1: "value1", tag2: "value2", tag3: "value3" } });
    await kms.send(
      new TagResourceCommand({ KeyId: keyId, Tags: [tag("tag4"), tag("tag2", "updated_value2"), tag("tag5")] }),
    );
    expect(await listed(kms, keyId)).toEqual([
      tag("tag1", "value1"),
      tag("tag2", "updated_value2"),
      tag("tag3", "value3"),
      tag("tag4"),
      tag("tag5"),
    ]);
  });

  test("a key twice in one call is refused and nothing is applied", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    const call = kms.send(
      new TagResourceCommand({ KeyId: keyId, Tags: [tag("tag1", "a"), tag("b"), tag("tag1", "c")] }),
    );
    expect(await refusal(call)).toEqual({ name: "TagException", message: "Duplicate tag keys", status: 400 });
    expect(aws.keys.tagsOf(keyId)).toEqual({});
  });

  test("51 tags are too many for CreateKey", async () => {
    const { aws, kms } = await startAws();
    const call = kms.send(new CreateKeyCommand({ Tags: many(51) }));
    expect(await refusal(call)).toEqual({ name: "TagException", message: "Too many tags", status: 400 });
    expect(aws.keys.list()).toEqual([]);
  });

  test.each(["aws:key1", "AWS:key1", "Aws:"])(
    "the reserved key %s is refused by TagResource and CreateKey",
    async (key) => {
      const { aws, kms } = await startAws();
      const { keyId } = aws.keys.createKey();
      const reserved = { name: "TagException", message: "Tags beginning with aws: are reserved", status: 400 };
      expect(await refusal(kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag(key)] })))).toEqual(reserved);
      expect(await refusal(kms.send(new CreateKeyCommand({ Tags: [tag(key)] })))).toEqual(reserved);
    },
  );

  test("a key of 129 and a value of 257 characters", async () => {
    const { kms } = await startAws();
    const [longKey, longValue] = ["a".repeat(129), "v".repeat(257)];
    expect(await refusal(kms.send(new CreateKeyCommand({ Tags: [tag(longKey)] })))).toEqual({
      name: "ValidationException",
      message: `1 validation error detected: Value '${longKey}' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128`,
      status: 400,
    });
    expect((await refusal(kms.send(new CreateKeyCommand({ Tags: [tag("a"), tag("k", longValue)] })))).message).toBe(
      `1 validation error detected: Value '${longValue}' at 'tags.2.member.tagValue' failed to satisfy constraint: Member must have length less than or equal to 256`,
    );
  });

  test("an illegal character", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    const call = kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag("fine"), tag("team", "a&b")] }));
    expect(await refusal(call)).toEqual({ name: "TagException", message: "Invalid tag: ", status: 400 });
    expect(aws.keys.tagsOf(keyId)).toEqual({});
  });

  test("the answer for a key without tags is 29 bytes", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    const { Tags, Truncated, NextMarker } = await kms.send(new ListResourceTagsCommand({ KeyId: keyId }));
    expect(JSON.stringify({ Tags, Truncated, NextMarker })).toHaveLength(29);
  });
});

describe("lengths", () => {
  test("are counted in code points, so that 128 and 256 characters outside the basic plane fit", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    const [key, value] = ["\u{20000}".repeat(128), "\u{20000}".repeat(256)];
    await kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag(key, value)] }));
    expect(aws.keys.tagsOf(keyId)).toEqual({ [key]: value });
    const call = kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag(`${key}\u{20000}`)] }));
    expect((await refusal(call)).name).toBe("ValidationException");
  });

  test("are counted in UTF-16 units if configured", async () => {
    const { aws, kms } = await startAws({ settings: { tagLengthUnit: "utf-16-units" } });
    const { keyId } = aws.keys.createKey();
    const call = kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag("\u{20000}".repeat(65))] }));
    expect((await refusal(call)).name).toBe("ValidationException");
  });

  test("of nothing: an empty key is refused, an empty value is not, several problems are reported together", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    await kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag("empty", "")] }));
    expect(aws.keys.tagsOf(keyId)).toEqual({ empty: "" });
    const call = kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag("a"), tag(""), { TagKey: "b" } as Tag] }));
    expect((await refusal(call)).message).toBe(
      "2 validation errors detected: Value '' at 'tags.2.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1; Value null at 'tags.3.member.tagValue' failed to satisfy constraint: Member must not be null",
    );
  });
});

describe("the limit of 50", () => {
  test("is on the tags the key would have: overwriting is free, one more is too many, nothing is applied", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey();
    await kms.send(new TagResourceCommand({ KeyId: keyId, Tags: many(50) }));
    await kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag("k7", "new")] }));
    const before = aws.keys.tagsOf(keyId);
    expect(before["k7"]).toBe("new");
    const call = kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag("k8", "lost"), tag("one-more")] }));
    expect(await refusal(call)).toMatchObject({ name: "TagException", message: "Too many tags" });
    expect(aws.keys.tagsOf(keyId)).toEqual(before);
  });

  test("does not count tags that AWS assigned", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ tags: { "aws:createdBy": "somebody" } });
    await kms.send(new TagResourceCommand({ KeyId: keyId, Tags: many(50) }));
    expect(Object.keys(aws.keys.tagsOf(keyId))).toHaveLength(51);
  });

  test("can be configured: another error, and overwritten tags counted", async () => {
    const { aws, kms } = await startAws({
      settings: { tooManyTagsError: "LimitExceededException", tagLimitCounts: "sum" },
    });
    const { keyId } = aws.keys.createKey({ tags: Object.fromEntries(many(50).map(({ TagKey }) => [TagKey, ""])) });
    const call = kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [tag("k7", "new")] }));
    expect((await refusal(call)).name).toBe("LimitExceededException");
  });
});

describe("untagging", () => {
  test("keys that the resource does not have, or that differ in case, succeeds and changes nothing", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ tags: { team: "a" } });
    await kms.send(new UntagResourceCommand({ KeyId: keyId, TagKeys: ["absent", "Team"] }));
    expect(aws.keys.tagsOf(keyId)).toEqual({ team: "a" });
  });

  test("reserved keys is refused, or not, as configured", async () => {
    const strict = await startAws();
    const tags = { "aws:createdBy": "somebody" };
    const { keyId } = strict.aws.keys.createKey({ tags });
    const untag = new UntagResourceCommand({ KeyId: keyId, TagKeys: ["aws:createdBy"] });
    expect((await refusal(strict.kms.send(untag))).name).toBe("TagException");
    const lenient = await startAws({ settings: { untagReservedError: "none" } });
    lenient.aws.keys.createKey({ keyId, tags });
    await lenient.kms.send(untag);
    expect(lenient.aws.keys.tagsOf(keyId)).toEqual({});
  });
});

describe("empty lists", () => {
  test.each(["TagException", "ValidationException"] as const)("are refused with %s if configured", async (name) => {
    const { aws, kms } = await startAws({ settings: { emptyListError: name } });
    const { keyId } = aws.keys.createKey();
    expect((await refusal(kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [] })))).name).toBe(name);
    expect((await refusal(kms.send(new UntagResourceCommand({ KeyId: keyId, TagKeys: [] })))).name).toBe(name);
  });

  test("are not the same as missing lists", async () => {
    const { aws, kms } = await startAws({ settings: { emptyListError: "none" } });
    const { keyId } = aws.keys.createKey();
    await kms.send(new TagResourceCommand({ KeyId: keyId, Tags: [] }));
    const call = kms.send(new TagResourceCommand({ KeyId: keyId, Tags: undefined }));
    expect((await refusal(call)).message).toBe(
      "1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be null",
    );
  });
});

test("the order of the checks of a tag that breaks two rules is a setting", async () => {
  const doubled = [tag("a".repeat(129)), tag("a".repeat(129))];
  const eachFirst = await startAws();
  const KeyId = eachFirst.aws.keys.createKey({ keyId: unknownKey }).keyId;
  expect((await refusal(eachFirst.kms.send(new TagResourceCommand({ KeyId, Tags: doubled })))).name).toBe(
    "ValidationException",
  );
  const duplicatesFirst = await startAws({ settings: { tagCheckOrder: "duplicates-first" } });
  duplicatesFirst.aws.keys.createKey({ keyId: unknownKey });
  expect((await refusal(duplicatesFirst.kms.send(new TagResourceCommand({ KeyId, Tags: doubled })))).name).toBe(
    "TagException",
  );
});

describe("listing", () => {
  test("is paged", async () => {
    const { aws, kms } = await startAws();
    const { keyId } = aws.keys.createKey({ tags: Object.fromEntries(many(51).map(({ TagKey }) => [TagKey, "v"])) });
    const first = await kms.send(new ListResourceTagsCommand({ KeyId: keyId }));
    expect([first.Tags?.length, first.Truncated]).toEqual([50, true]);
    const second = await kms.send(new ListResourceTagsCommand({ KeyId: keyId, Marker: first.NextMarker }));
    expect([second.Tags?.length, second.Truncated, second.NextMarker]).toEqual([1, false, undefined]);
    const keys = [...(first.Tags ?? []), ...(second.Tags ?? [])].map(({ TagKey }) => TagKey);
    expect(new Set(keys).size).toBe(51);
    const small = await kms.send(new ListResourceTagsCommand({ KeyId: keyId, Limit: 7 }));
    expect(small.Tags).toHaveLength(7);
  });

  test("refuses markers that are not this key's, and limits out of range", async () => {
    const { aws, kms } = await startAws();
    const [one, other] = aws.keys.addMany(2, { tags: { a: "", b: "" } });
    const page = await kms.send(new ListResourceTagsCommand({ KeyId: one?.keyId, Limit: 1 }));
    for (const Marker of [page.NextMarker, "made-up"]) {
      const call = kms.send(new ListResourceTagsCommand({ KeyId: other?.keyId, Marker }));
      expect((await refusal(call)).name).toBe("InvalidMarkerException");
    }
    expect((await refusal(kms.send(new ListResourceTagsCommand({ KeyId: one?.keyId, Limit: 0 })))).name).toBe(
      "ValidationException",
    );
  });
});
