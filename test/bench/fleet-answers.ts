/** What a request to the simulated organization is about. */
export interface FleetRequest {
  /** The name of the operation. */
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  /** Parameters of AWS as JSON, those of Alibaba Cloud as a form. */
  readonly body: string;
}

/** A key that was written has the tag `stage=production`: one byte for each, so that the server uses little memory. */
const written = new Map<string, Uint8Array>();
const TEAMS = 500;
const AWS_PAGE = 1_000;
const CREATED = 1_700_000_000;
const REQUEST_ID = "4162a6af-bc99-40b3-a552-89dcc8aaf7c8";

/** The keys of each account and region; the parent process sets it. */
export const organization = { keysPerRegion: 100 };

/** Forgets what was written. */
export function forgetWrites(): void {
  written.clear();
}

/** The answer of AWS KMS or AWS STS. */
export function answerOfAws({ operation, account, region, body }: FleetRequest): string {
  if (operation === "AssumeRole") return assumedRole(/%3A%3A(\d{12})%3A/.exec(body)?.[1] ?? "");
  const arnOf = (id: string) => `arn:aws:kms:${region}:${account}:key/${id}`;
  const idOf = (index: number) =>
    `${account.slice(0, 8)}-${account.slice(8)}-4000-8000-${String(index).padStart(12, "0")}`;
  const parameters = JSON.parse(body) as { readonly Marker?: string; readonly KeyId: string };
  const id = parameters.KeyId?.slice(-36);
  const index = Number(id?.slice(-12));
  switch (operation) {
    case "ListKeys": {
      const from = Number(parameters.Marker ?? 0);
      const to = Math.min(organization.keysPerRegion, from + AWS_PAGE);
      const keys = range(from, to).map((key) => `{"KeyId":"${idOf(key)}","KeyArn":"${arnOf(idOf(key))}"}`);
      const more = to < organization.keysPerRegion ? `true,"NextMarker":"${to}"` : "false";
      return `{"Keys":[${keys.join()}],"Truncated":${more}}`;
    }
    case "ListAliases":
      return '{"Aliases":[],"Truncated":false}';
    case "ListResourceTags": {
      const tags = tagsOf(account, region, index).map(([key, value]) => `{"TagKey":"${key}","TagValue":"${value}"}`);
      return `{"Tags":[${tags.join()}],"Truncated":false}`;
    }
    case "DescribeKey":
      return `{"KeyMetadata":{"KeyId":"${id}","Arn":"${arnOf(id)}","AWSAccountId":"${account}","KeyState":"Enabled","KeyManager":"CUSTOMER","Origin":"AWS_KMS","CreationDate":${CREATED},"Enabled":true,"Description":"","KeySpec":"SYMMETRIC_DEFAULT","KeyUsage":"ENCRYPT_DECRYPT","MultiRegion":false}}`;
    case "TagResource":
      write(account, region, index);
      return "{}";
    default:
      throw new Error(`No answer to ${operation} of AWS.`);
  }
}

/** The answer of Alibaba Cloud KMS or STS. */
export function answerOfAlibaba({ operation, account, region, body }: FleetRequest): string {
  const parameters = new URLSearchParams(body);
  const idOf = (index: number) => `key-${account}-${String(index).padStart(8, "0")}`;
  const arnOf = (id: string) => `acs:kms:${region}:${account}:key/${id}`;
  const named = () => {
    const ids: string[] = [];
    for (let number = 1; parameters.has(`ResourceId.${number}`); number += 1)
      ids.push(parameters.get(`ResourceId.${number}`) ?? "");
    return ids;
  };
  switch (operation) {
    case "AssumeRole": {
      const of = /::(\d+):/.exec(parameters.get("RoleArn") ?? "")?.[1] ?? "";
      return withId(
        `"AssumedRoleUser":{"Arn":"acs:ram::${of}:role/audit/crosstag"},"Credentials":{"AccessKeyId":"STS.${of}","AccessKeySecret":"secret","SecurityToken":"token-${of}","Expiration":"2100-01-01T00:00:00Z"}`,
      );
    }
    case "ListKeys": {
      const [page, size] = [Number(parameters.get("PageNumber")), Number(parameters.get("PageSize"))];
      const to = Math.min(organization.keysPerRegion, page * size);
      const keys = range((page - 1) * size, to).map((key) => `{"KeyId":"${idOf(key)}","KeyArn":"${arnOf(idOf(key))}"}`);
      return withId(
        `"PageNumber":${page},"PageSize":${size},"TotalCount":${organization.keysPerRegion},"Keys":{"Key":[${keys.join()}]}`,
      );
    }
    case "ListAliases":
      return withId('"PageNumber":1,"PageSize":100,"TotalCount":0,"Aliases":{"Alias":[]}');
    case "ListSecrets":
      return withId(`"PageNumber":1,"PageSize":100,"TotalCount":0,"SecretList":{"Secret":[]}`);
    case "ListTagResources": {
      const rows = named().flatMap((id) =>
        tagsOf(account, region, Number(id.slice(-8))).map(
          ([key, value]) => `{"ResourceId":"${id}","ResourceType":"key","TagKey":"${key}","TagValue":"${value}"}`,
        ),
      );
      return withId(`"TagResources":{"TagResource":[${rows.join()}]}`);
    }
    case "DescribeKey": {
      const id = parameters.get("KeyId") ?? "";
      return withId(
        `"KeyMetadata":{"KeyId":"${id}","Arn":"${arnOf(id)}","KeyState":"Enabled","Creator":"${account}","Origin":"Aliyun_KMS","CreationDate":"2024-01-01T00:00:00Z","Description":"","KeySpec":"Aliyun_AES_256","KeyUsage":"ENCRYPT/DECRYPT"}`,
      );
    }
    case "TagResources":
      for (const id of named()) write(account, region, Number(id.slice(-8)));
      return `{"RequestId":"${REQUEST_ID}"}`;
    default:
      throw new Error(`No answer to ${operation} of Alibaba Cloud.`);
  }
}

function withId(fields: string): string {
  return `{"RequestId":"${REQUEST_ID}",${fields}}`;
}

function assumedRole(account: string): string {
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROA:crosstag</AssumedRoleId><Arn>arn:aws:sts::${account}:assumed-role/audit/crosstag</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token-${account}</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata></AssumeRoleResponse>`;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

function tagsOf(account: string, region: string, index: number): readonly (readonly [string, string])[] {
  return [
    ["team", `team-${index % TEAMS}`],
    ["cost-center", `cc-${account.slice(-4)}`],
    ["stage", written.get(`${account} ${region}`)?.[index] === 1 ? "production" : "test"],
  ];
}

function write(account: string, region: string, index: number): void {
  const place = `${account} ${region}`;
  let keys = written.get(place);
  if (keys === undefined) written.set(place, (keys = new Uint8Array(organization.keysPerRegion)));
  keys[index] = 1;
}
