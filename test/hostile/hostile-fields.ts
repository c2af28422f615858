import type { HostileAnswer } from "./hostile-answers.ts";

/** Values instead of text. */
const NOT_TEXT: readonly (readonly [string, unknown])[] = [
  ["a number", 5],
  ["true", true],
  ["an object", { a: 1 }],
  ["a list", ["x"]],
  ["a number without end", 1e300],
];

type Fields = Readonly<Record<string, unknown>>;
type Change = (honest: Fields, value: unknown) => unknown;

function inPlace(what: string, change: Change, values = NOT_TEXT): readonly HostileAnswer[] {
  return values.map(([name, value]) => ({ name: `${what}: ${name}`, body: (honest) => change(honest, value) }));
}

function firstOf(rows: unknown, change: Fields): unknown {
  const [first, ...others] = rows as Fields[];
  return [{ ...first, ...change }, ...others];
}

function key(call: number): string {
  return `00000000-0000-4000-8000-${String(call).padStart(12, "0")}`;
}

export interface HostileFields {
  readonly read: readonly HostileAnswer[];
  readonly describe: readonly HostileAnswer[];
  readonly list: readonly HostileAnswer[];
  /** Answers of GetCallerIdentity. None of them names the true account. */
  readonly identify: readonly HostileAnswer[];
}

const OTHER = "99999999-9999-4999-8999-999999999999";
const OTHER_ARN = `arn:aws:kms:us-east-1:111122223333:key/${OTHER}`;
const described: Change = (honest, value) => ({
  KeyMetadata: { ...(honest["KeyMetadata"] as Fields), ...(value as Fields) },
});

const caller = (fields: string) => (): string =>
  `<GetCallerIdentityResponse><GetCallerIdentityResult>${fields}</GetCallerIdentityResult></GetCallerIdentityResponse>`;

export const AWS_FIELDS: HostileFields = {
  identify: [
    { name: "no field", body: caller("") },
    { name: "another account", body: caller("<Account>999999999999</Account>") },
    { name: "an account that is a word", body: caller("<Account>root</Account>") },
    { name: "an account that is too short", body: caller("<Account>11112222333</Account>") },
    { name: "two accounts", body: caller("<Account>111122223333</Account><Account>999999999999</Account>") },
    { name: "an account within an account", body: caller("<Account><Account>111122223333</Account></Account>") },
    { name: "an account of the prototype", body: caller("<__proto__><Account>999999999999</Account></__proto__>") },
    {
      name: "an ARN of another account",
      body: caller("<Account>999999999999</Account><Arn>arn:aws:iam::888888888888:root</Arn>"),
    },
    {
      name: "an ARN of another partition",
      body: caller("<Account>999999999999</Account><Arn>arn:aws-cn:iam::999999999999:root</Arn>"),
    },
    { name: "an ARN of another service", body: caller("<Account>999999999999</Account><Arn>arn:aws:s3:::b</Arn>") },
    { name: "JSON", body: '{"Account":"999999999999","GetCallerIdentityResult":{"Account":"999999999999"}}' },
    { name: "megabytes of entities", body: caller(`<Account>${"&amp;".repeat(1_000_000)}</Account>`) },
    { name: "elements without end", body: "<a>".repeat(200_000) },
  ],
  read: [
    ...inPlace("a tag key", (honest, TagKey) => ({ ...honest, Tags: firstOf(honest["Tags"], { TagKey }) })),
    ...inPlace("a tag value", (honest, TagValue) => ({ ...honest, Tags: firstOf(honest["Tags"], { TagValue }) }), [
      ...NOT_TEXT,
      ["null", null],
      ["absent", undefined],
    ]),
    ...inPlace("a row", (honest, row) => ({ ...honest, Tags: [row] })),
    ...inPlace("the list", (honest, Tags) => ({ ...honest, Tags }), [
      ["a number", 5],
      ["an object", {}],
      ["a text", "x"],
    ]),
    ...inPlace("more", (honest, more) => ({ ...honest, ...(more as Fields) }), [
      ["no marker", { Truncated: true }],
      ["an empty marker", { Truncated: true, NextMarker: "" }],
      ["a marker, and the word that nothing follows", { Tags: [], Truncated: false, NextMarker: "m" }],
      ["a marker alone", { Tags: [], Truncated: undefined, NextMarker: "m" }],
      ["a marker that is a number", { Truncated: true, NextMarker: 5 }],
      ["a boolean that is text", { Truncated: "yes", NextMarker: "m" }],
      ["the same marker", { Truncated: true, NextMarker: "m" }],
      ["a marker of megabytes", { Truncated: true, NextMarker: "m".repeat(900_000) }],
    ]),
    {
      name: "tags without end",
      body: (_honest, call) => ({
        Tags: Array.from({ length: 50 }, (_, row) => ({ TagKey: `${call}-${row}`, TagValue: "" })),
        Truncated: true,
        NextMarker: `m-${call}`,
      }),
    },
    { name: "empty pages without end", body: (_, call) => ({ Tags: [], Truncated: true, NextMarker: `m-${call}` }) },
  ],
  describe: inPlace("a description", described, [
    ["a key id that is a number", { KeyId: 5 }],
    ["another key's id", { KeyId: OTHER }],
    ["another key", { KeyId: OTHER, Arn: OTHER_ARN }],
    ["another key's ARN", { Arn: OTHER_ARN }],
    ["an ARN that is an object", { Arn: {} }],
    ["a state that is a number", { KeyState: 5 }],
    ["a time beyond all calendars", { ValidTo: 1e20 }],
    ["a creation that is text", { CreationDate: "yesterday" }],
    ["a creation beyond all calendars", { CreationDate: 1e300 }],
    ["an origin that is a list", { Origin: ["EXTERNAL"] }],
    ["replicas that are a number", { MultiRegionConfiguration: { ReplicaKeys: 5 } }],
  ]),
  list: [
    ...inPlace("a key id", (honest, KeyId) => ({ ...honest, Keys: [...(honest["Keys"] as unknown[]), { KeyId }] })),
    ...inPlace("a row", (honest, row) => ({ ...honest, Keys: [...(honest["Keys"] as unknown[]), row] })),
    ...inPlace("the list", (honest, Keys) => ({ ...honest, Keys }), [
      ["a number", 5],
      ["an object", {}],
      ["a text", "x"],
    ]),
    ...inPlace("more", (honest, more) => ({ ...honest, ...(more as Fields) }), [
      ["no marker", { Truncated: true }],
      ["a marker, and the word that nothing follows", { Truncated: false, NextMarker: "m" }],
      ["a marker alone", { Keys: [], Truncated: undefined, NextMarker: "m" }],
      ["the same marker", { Truncated: true, NextMarker: "m" }],
      ["a marker of megabytes", { Truncated: true, NextMarker: "m".repeat(900_000) }],
    ]),
    {
      name: "a key of another account",
      body: ({ Keys, ...more }) => ({ ...more, Keys: firstOf(Keys, { KeyArn: OTHER_ARN.replace("1111", "9999") }) }),
    },
    { name: "empty pages without end", body: (_, call) => ({ Keys: [], Truncated: true, NextMarker: `m-${call}` }) },
    {
      name: "keys without end",
      body: (_, call) => ({ Keys: [{ KeyId: key(call) }], Truncated: true, NextMarker: `m-${call}` }),
    },
  ],
};

const tagRows = (honest: Fields, change: Fields) => ({
  ...honest,
  TagResources: { TagResource: firstOf((honest["TagResources"] as Fields)["TagResource"], change) },
});
const keyRows = (honest: Fields, row: unknown) => ({
  ...honest,
  Keys: { Key: [...((honest["Keys"] as Fields)["Key"] as unknown[]), row] },
  TotalCount: (honest["TotalCount"] as number) + 1,
});

export const ALIBABA_FIELDS: HostileFields = {
  identify: [
    ...inPlace("an account", (honest, AccountId) => ({ ...honest, AccountId })),
    ...inPlace("a caller", (honest, change) => ({ ...honest, ...(change as Fields) }), [
      ["of no account", { AccountId: undefined }],
      ["of an empty account", { AccountId: "" }],
      ["of another account", { AccountId: "9999999999" }],
      ["of an account that is a word", { AccountId: "root" }],
      ["whose ARN is of another account", { AccountId: "9999999999", Arn: "acs:ram::8888888888:root" }],
      ["whose ARN is another cloud's", { AccountId: "9999999999", Arn: "arn:aws:iam::999999999999:root" }],
      ["whose ARN is a number", { AccountId: "9999999999", Arn: 5 }],
    ]),
    { name: "the account twice", body: '{"RequestId":"r-1","AccountId":"1234567890","AccountId":"9999999999"}' },
    { name: "an account of the prototype", body: '{"RequestId":"r-1","__proto__":{"AccountId":"9999999999"}}' },
  ],
  read: [
    ...inPlace("a tag key", (honest, TagKey) => tagRows(honest, { TagKey })),
    ...inPlace("a tag value", (honest, TagValue) => tagRows(honest, { TagValue })),
    ...inPlace("a resource id", (honest, ResourceId) => tagRows(honest, { ResourceId })),
    ...inPlace("a resource", (honest, change) => tagRows(honest, change as Fields), [
      ["another one", { ResourceId: "key-OTHER" }],
      ["of another kind", { ResourceType: "secret" }],
    ]),
    ...inPlace("the list", (honest, TagResources) => ({ ...honest, TagResources }), [
      ["a number", 5],
      ["a list", []],
      ["absent", undefined],
      ["null", null],
      ["an object without a list", {}],
      ["of text", { TagResource: "x" }],
      ["of numbers", { TagResource: [5] }],
    ]),
    { name: "the same token", body: (honest) => ({ ...honest, NextToken: "t" }) },
    { name: "a token that is a number", body: (honest) => ({ ...honest, NextToken: 5 }) },
    {
      name: "tokens without end",
      body: (honest, call) => ({ ...honest, TagResources: { TagResource: [] }, NextToken: `t-${call}` }),
    },
    { name: "a token of megabytes", body: (honest) => ({ ...honest, NextToken: "t".repeat(900_000) }) },
  ],
  describe: inPlace("a description", (honest, change) => ({ ...honest, ...(described(honest, change) as Fields) }), [
    ["a key id that is a number", { KeyId: 5 }],
    ["another key", { KeyId: "key-OTHER", Arn: "acs:kms:cn-hangzhou:1234567890:key/key-OTHER" }],
    ["another key's ARN", { Arn: "acs:kms:cn-hangzhou:1234567890:key/key-OTHER" }],
    ["another account", { Arn: "acs:kms:cn-hangzhou:9999999999:key/key-bad" }],
    ["another region", { Arn: "acs:kms:cn-beijing:1234567890:key/key-bad" }],
    ["a state that is a number", { KeyState: 5 }],
    ["a time that is none", { MaterialExpireTime: "never" }],
    ["a creation that is a number", { CreationDate: 1e300 }],
    ["an origin that is a list", { Origin: ["EXTERNAL"] }],
  ]),
  list: [
    ...inPlace("a key id", (honest, KeyId) => keyRows(honest, { KeyId })),
    ...inPlace("a row", keyRows),
    ...inPlace("a count", (honest, change) => ({ ...honest, ...(change as Fields) }), [
      ["missing", { TotalCount: undefined }],
      ["a text", { TotalCount: "2" }],
      ["too small", { TotalCount: 1 }],
      ["too large", { TotalCount: 3 }],
      ["of another page", { TotalCount: 300 }],
      ["without end", { TotalCount: 1e15 }],
      ["below zero", { TotalCount: -1 }],
      ["of pages that are empty", { PageSize: 0 }],
      ["of a page that was not requested", { PageNumber: 7 }],
    ]),
    { name: "rows that vanish", body: (honest) => ({ ...honest, Keys: undefined }) },
    {
      name: "keys without end",
      body: (honest, call) => ({
        ...honest,
        PageNumber: call,
        TotalCount: 500_000 + call,
        Keys: { Key: [{ KeyId: `key-${call}` }] },
      }),
    },
  ],
};

const answerOf = (honest: Fields): Fields => honest["Response"] as Fields;
const answering = (honest: Fields, change: Fields) => ({ Response: { ...answerOf(honest), ...change } });
const rowsOfTags = (honest: Fields, change: Fields) =>
  answering(honest, { Tags: firstOf(answerOf(honest)["Tags"], change) });

/** Of Tencent Cloud, whose answers are inside `Response`. */
export const TENCENT_FIELDS: Pick<HostileFields, "read" | "describe"> = {
  read: [
    ...inPlace("a tag key", (honest, TagKey) => rowsOfTags(honest, { TagKey })),
    ...inPlace("a tag value", (honest, TagValue) => rowsOfTags(honest, { TagValue })),
    ...inPlace("a resource id", (honest, ResourceId) => rowsOfTags(honest, { ResourceId })),
    ...inPlace("a resource", (honest, change) => rowsOfTags(honest, change as Fields), [
      ["another one", { ResourceId: `creatorUin/1/${OTHER}` }],
      ["of another service", { ServiceType: "cvm" }],
    ]),
    ...inPlace("the list", (honest, Tags) => answering(honest, { Tags }), [
      ["a number", 5],
      ["an object", {}],
      ["null", null],
      ["of numbers", [5]],
    ]),
    ...inPlace("a count", (honest, TotalCount) => answering(honest, { TotalCount }), [
      ["absent", undefined],
      ["a text", "2"],
      ["below zero", -1],
      ["without end", 1e15],
    ]),
    { name: "rows that vanish", body: (honest) => answering(honest, { Tags: [] }) },
  ],
  describe: inPlace(
    "a description",
    (honest, change) =>
      answering(honest, { KeyMetadata: { ...(answerOf(honest)["KeyMetadata"] as Fields), ...(change as Fields) } }),
    [
      ["a key id that is a number", { KeyId: 5 }],
      ["another key's id", { KeyId: OTHER }],
      ["a state that is a number", { KeyState: 5 }],
      ["a creation that is text", { CreateTime: "yesterday" }],
      ["an origin that is a list", { Origin: ["EXTERNAL"] }],
    ],
  ),
};
