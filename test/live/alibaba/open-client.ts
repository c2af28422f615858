import { createRequire } from "node:module";
import type Credentials from "@alicloud/credentials";
import type OpenApi from "@alicloud/openapi-client";
import { retryThrottled } from "../retry-throttled.ts";
import type { Sleep } from "../retry-throttled.ts";
import { errorCode } from "./error-code.ts";

// The SDK is CommonJS with `exports.default`, which Node and vitest import differently; `require` is the same in both.
const require = createRequire(import.meta.url);
const openApi = require("@alicloud/openapi-client") as typeof OpenApi;
const credentials = require("@alicloud/credentials") as typeof Credentials;

/** Calls one service of Alibaba Cloud by the SDK's general client: the typed one has no batch operations. */
export interface AlibabaClient {
  /** Makes one call. Lists and objects become `Tag.1.Key`. @throws the SDK's error, see `errorCode` */
  readonly call: (
    action: string,
    parameters: Readonly<Record<string, unknown>>,
  ) => Promise<Readonly<Record<string, unknown>>>;
  /** Calls made until now, without the repetitions of throttled ones. */
  readonly calls: () => number;
  /** The region. */
  readonly region: string;
}

/** Opens a client with the credentials that the SDK finds. Sends nothing. */
export function openClient(service: {
  readonly region: string;
  readonly version: string;
  readonly endpoint: string;
  readonly wait?: Sleep | undefined;
}): AlibabaClient {
  const { protocol, host } = new URL(service.endpoint);
  const [lower, upper] = protocol === "http:" ? ["http", "HTTP"] : ["https", "HTTPS"];
  let calls = 0;
  let client: InstanceType<typeof openApi.default> | undefined;
  return {
    region: service.region,
    calls: () => calls,
    call: async (action, parameters) => {
      // Reads the environment, so not before it is needed.
      client ??= new openApi.default(
        new openApi.Config({
          credential: new credentials.default(),
          endpoint: host,
          regionId: service.region,
          protocol: lower,
          connectTimeout: 60_000,
          readTimeout: 60_000,
        }),
      );
      calls += 1;
      const operation = {
        pathname: "/",
        method: "POST",
        authType: "AK",
        style: "RPC",
        reqBodyType: "formData",
        bodyType: "json",
      };
      const opened = client;
      const send = (): Promise<unknown> =>
        opened.callApi(
          new openApi.Params({ action, version: service.version, protocol: upper, ...operation }),
          new openApi.OpenApiRequest({ query: flattened(parameters) }),
          {} as Parameters<typeof opened.callApi>[2],
        );
      const answer = await retryThrottled(send, isThrottled, service.wait);
      return (answer as { readonly body: Readonly<Record<string, unknown>> }).body;
    },
  };
}

function isThrottled(error: unknown): boolean {
  return /^(Rejected\.)?Throttling/.test(errorCode(error) ?? "");
}

/** `{ Tag: [{ Key: "a" }] }` to `{ "Tag.1.Key": "a" }`. */
function flattened(value: unknown, name = ""): Record<string, string> {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return { [name]: String(value) };
  const dot = name === "" ? "" : `${name}.`;
  const entries = Array.isArray(value)
    ? value.map((item: unknown, index) => [String(index + 1), item] as const)
    : Object.entries(value ?? {});
  return Object.assign({}, ...entries.map(([part, item]) => flattened(item, `${dot}${part}`))) as Record<
    string,
    string
  >;
}
