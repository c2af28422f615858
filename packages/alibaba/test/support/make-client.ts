import type { OpenApiClient } from "../../src/index.ts";
import { loadOpenApi } from "../../src/sdk.ts";

const sdk = await loadOpenApi();

/** Values that must come up in no error; `CANARY` marks them. */
export const CANARIES = {
  accessKeyId: "LTAI-CANARY-id",
  accessKeySecret: "CANARY-secret",
  securityToken: "CANARY-token",
  tagValue: "CANARY-value",
} as const;

export function makeClient(host: string, more: Readonly<Record<string, unknown>> = {}): OpenApiClient {
  const { accessKeyId, accessKeySecret, securityToken } = CANARIES;
  return new sdk.default(
    new sdk.Config({
      accessKeyId,
      accessKeySecret,
      securityToken,
      endpoint: host,
      protocol: "http",
      regionId: "cn-hangzhou",
      ...more,
    }),
  );
}
