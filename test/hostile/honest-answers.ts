import type { IncomingHttpHeaders } from "node:http";

/** A call as the cloud understands it. */
export interface Asked {
  readonly operation: "write" | "read" | "describe" | "list" | "identify" | "other";
  readonly ids: readonly string[];
  readonly set: readonly (readonly [string, string])[];
  readonly remove: readonly string[];
  /** The cloud's own name for it. */
  readonly action: string;
}

export interface HonestAnswer {
  readonly body: string;
}

type Tags = Map<string, Map<string, string>>;

const OPERATIONS: Readonly<Record<string, Asked["operation"]>> = {
  TagResource: "write",
  UntagResource: "write",
  TagResources: "write",
  UntagResources: "write",
  ListResourceTags: "read",
  ListTagResources: "read",
  DescribeKey: "describe",
  ListKeys: "list",
  GetCallerIdentity: "identify",
};

export function parseAws(headers: IncomingHttpHeaders, text: string): Asked {
  // STS is at the same address, with its own protocol.
  if (headers["x-amz-target"] === undefined)
    return { operation: "identify", ids: [], set: [], remove: [], action: "GetCallerIdentity" };
  const action = String(headers["x-amz-target"]).replace(/^.*\./, "");
  const {
    KeyId: name = "",
    Tags: tags = [],
    TagKeys: remove = [],
  } = JSON.parse(text || "{}") as {
    readonly KeyId?: string;
    readonly Tags?: readonly { readonly TagKey: string; readonly TagValue: string }[];
    readonly TagKeys?: readonly string[];
  };
  const set = tags.map(({ TagKey, TagValue }) => [TagKey, TagValue] as const);
  return { operation: OPERATIONS[action] ?? "other", ids: [name.replace(/^.*\//, "")], set, remove, action };
}

export function parseAlibaba(headers: IncomingHttpHeaders, text: string): Asked {
  const action = String(headers["x-acs-action"]);
  const parameters = new URLSearchParams(text);
  const listed = (prefix: string, suffix = "") => {
    const values: string[] = [];
    for (let index = 1; parameters.has(`${prefix}.${index}${suffix}`); index += 1)
      values.push(parameters.get(`${prefix}.${index}${suffix}`) ?? "");
    return values;
  };
  const values = listed("Tag", ".Value");
  return {
    operation: OPERATIONS[action] ?? "other",
    ids: action === "DescribeKey" ? [parameters.get("KeyId") ?? ""] : listed("ResourceId"),
    set: listed("Tag", ".Key").map((key, index) => [key, values[index] ?? ""] as const),
    remove: listed("TagKey"),
    action,
  };
}

const AWS_CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

export function answerAws(asked: Asked, tags: Tags, isDone: boolean): HonestAnswer {
  const [id = ""] = asked.ids;
  switch (asked.operation) {
    case "write":
      if (isDone) write(asked, tags);
      return { body: "" };
    case "read": {
      const rows = Array.from(tags.get(id) ?? [], ([TagKey, TagValue]) => ({ TagKey, TagValue }));
      return json({ Tags: rows, Truncated: false });
    }
    case "describe":
      return json({
        KeyMetadata: { KeyId: id, Arn: awsArn(id), KeyState: "Enabled", KeyManager: "CUSTOMER", Origin: "AWS_KMS" },
      });
    case "identify":
      return { body: AWS_CALLER };
    case "list":
    case "other":
      return json({ Keys: Array.from(tags.keys(), (key) => ({ KeyId: key, KeyArn: awsArn(key) })), Truncated: false });
  }
}

export function answerAlibaba(asked: Asked, tags: Tags, isDone: boolean): HonestAnswer {
  const RequestId = "b1f210dc-e52c-4a86-b9dd-7492343d46c7";
  const [id = ""] = asked.ids;
  switch (asked.operation) {
    case "write":
      if (isDone) write(asked, tags);
      return json({ RequestId });
    case "read": {
      const rows = asked.ids.flatMap((ResourceId) =>
        Array.from(tags.get(ResourceId) ?? [], ([TagKey, TagValue]) => ({
          ResourceId,
          ResourceType: "key",
          TagKey,
          TagValue,
        })),
      );
      return json({ RequestId, NextToken: "", TagResources: { TagResource: rows } });
    }
    case "describe":
      return json({
        RequestId,
        KeyMetadata: {
          KeyId: id,
          Arn: alibabaArn(id),
          KeyState: "Enabled",
          Creator: "1234567890",
          Origin: "Aliyun_KMS",
        },
      });
    case "identify":
      return json({ RequestId, AccountId: "1234567890" });
    case "list":
    case "other": {
      const page = { RequestId, PageNumber: 1, PageSize: 100 };
      const keys = Array.from(tags.keys(), (key) => ({ KeyId: key, KeyArn: alibabaArn(key) }));
      return json(
        asked.operation === "list"
          ? { ...page, TotalCount: keys.length, Keys: { Key: keys } }
          : { ...page, TotalCount: 0, SecretList: { Secret: [] } },
      );
    }
  }
}

function write({ ids, set, remove }: Asked, tags: Tags): void {
  for (const id of ids) {
    for (const [key, value] of set) tags.get(id)?.set(key, value);
    for (const key of remove) tags.get(id)?.delete(key);
  }
}

function json(body: object): HonestAnswer {
  return { body: JSON.stringify(body) };
}

function awsArn(id: string): string {
  return `arn:aws:kms:us-east-1:111122223333:key/${id}`;
}

function alibabaArn(id: string): string {
  return `acs:kms:cn-hangzhou:1234567890:key/${id}`;
}
