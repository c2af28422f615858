import type { AlibabaCredentials } from "@crosstag/local-clouds";
import { longLived, type TestServer } from "./test-server.ts";
import { kms, openApi } from "./sdk.ts";

export type LegacyClient = InstanceType<typeof kms.default>;

/** The typed client, which signs with HMAC-SHA1 in the query. */
export function legacyClient(server: Pick<TestServer, "endpoint">, credentials = longLived): LegacyClient {
  const config = { ...settingsOf(credentials), endpoint: server.endpoint, regionId: "cn-hangzhou", protocol: "http" };
  return new kms.default(config as ConstructorParameters<typeof kms.default>[0]);
}

/** How a call travels: signed with ACS3 or HMAC-SHA1, its parameters in the query or in a form body. */
export interface Way {
  readonly signature: "acs3" | "v2";
  readonly parameters: "query" | "body";
}

export const ways: readonly Way[] = [
  { signature: "acs3", parameters: "query" },
  { signature: "acs3", parameters: "body" },
  { signature: "v2", parameters: "query" },
  { signature: "v2", parameters: "body" },
];

export type Body = Record<string, unknown>;

/** The generic client: any operation, parameters as plain data. Returns the body of the answer. */
export async function call(
  server: Pick<TestServer, "endpoint">,
  action: string,
  parameters: Record<string, unknown>,
  way: Way = { signature: "acs3", parameters: "query" },
  credentials = longLived,
  version = "2016-01-20",
): Promise<Body> {
  const client = new openApi.default(
    new openApi.Config({
      ...settingsOf(credentials),
      endpoint: server.endpoint,
      regionId: "cn-hangzhou",
      protocol: "http",
      ...(way.signature === "v2" && { signatureAlgorithm: "v2" }),
    }),
  );
  const request =
    way.parameters === "body"
      ? new openApi.OpenApiRequest({ body: parameters })
      : new openApi.OpenApiRequest({ query: flattened(parameters) });
  const answer = await client.callApi(
    new openApi.Params({
      action,
      version,
      protocol: "HTTP",
      pathname: "/",
      method: "POST",
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    }),
    request,
    {} as Parameters<typeof client.callApi>[2],
  );
  const { body } = answer as { body: Body };
  return body;
}

/**
 * Milliseconds, longer than any test. The cloud runs in this process, and reads no socket while it generates an RSA key. How
 * long that takes depends on what else the machine does. By default, the SDK waits 5 s for a connection.
 */
const PATIENCE_MS = 600_000;

function settingsOf({ accessKeyId, accessKeySecret, securityToken }: AlibabaCredentials) {
  return {
    accessKeyId,
    accessKeySecret,
    ...(securityToken !== undefined && { securityToken }),
    connectTimeout: PATIENCE_MS,
    readTimeout: PATIENCE_MS,
  };
}

/** `{ Tag: [{ Key: "a" }] }` to `{ "Tag.1.Key": "a" }`. */
function flattened(parameters: Record<string, unknown>, prefix = ""): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        Object.assign(flat, flattened({ [index + 1]: item as unknown }, `${prefix}${name}.`));
      }
    } else if (typeof value === "object" && value !== null) {
      Object.assign(flat, flattened(value as Record<string, unknown>, `${prefix}${name}.`));
    } else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      flat[prefix + name] = String(value);
    }
  }
  return flat;
}

export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  /** The error's body as received. */
  readonly data: Record<string, unknown>;
}

/** The refusal of a call by either client; a call that succeeds is an error of the test. */
export async function refusal(attempt: Promise<unknown>): Promise<Refusal> {
  let answer: unknown;
  try {
    answer = await attempt;
  } catch (error) {
    const { code, data, message } = error as { code: string; data: Record<string, unknown>; message: string };
    const status = /code: (\d+)/.exec(message)?.[1];
    // The typed client appends "Error" to the code.
    return { code: typeof data["Code"] === "string" ? data["Code"] : code, status: Number(status), message, data };
  }
  throw new Error(`Not refused: ${JSON.stringify(answer)}`);
}

/** The status of a call, and the code if it is refused: `"200"`, `"400 InvalidParameter"`. */
export async function outcome(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "200";
  } catch {
    const { status, code } = await refusal(attempt);
    return `${status} ${code}`;
  }
}

export const tagJson = (tags: Record<string, string>): string =>
  JSON.stringify(Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })));

export const tagList = (tags: Record<string, string>): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
