import { findExport } from "@crosstag/core/internal";
import type { SignedRequest } from "../target.ts";

/** An access key of Tencent Cloud. */
interface TencentAccessKey {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string | undefined;
}

/** Where a request to Tencent Cloud goes, and who signs it. */
export interface TencentSigning {
  /** Default: the public endpoint of the service that has the operation. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  readonly credentials: TencentAccessKey;
}

const CONTENT_TYPE = "application/json";
const KMS = { name: "kms", version: "2019-01-18" };
/** Tags are in a service of their own, which serves all regions at one endpoint. */
const TAG = { name: "tag", version: "2018-08-13" };
const TAG_OPERATIONS = new Set(["TagResources", "UnTagResources", "GetResources"]);

/** Signs one operation of Tencent Cloud KMS or of the Tag service with TC3-HMAC-SHA256, by the code of the cloud's SDK. */
export async function signTencentRequest(
  operation: string,
  parameters: Readonly<Record<string, unknown>>,
  { endpoint, region, credentials: { secretId, secretKey, token } }: TencentSigning,
): Promise<SignedRequest> {
  const sign = await loadSign();
  const service = TAG_OPERATIONS.has(operation) ? TAG : KMS;
  // The SDK signs the host without a port, also if the request has one.
  const url = new URL("/", endpoint ?? `https://${service.name}.tencentcloudapi.com`);
  const body = JSON.stringify(parameters);
  const timestamp = Math.floor(Date.now() / 1_000);
  const authorization = sign({
    method: "POST",
    url: `https://${url.hostname}/`,
    payload: Buffer.from(body),
    timestamp,
    service: service.name,
    secretId,
    secretKey,
    multipart: false,
    boundary: "",
    headers: { "Content-Type": CONTENT_TYPE },
  });
  return {
    url: url.href,
    headers: {
      "content-type": CONTENT_TYPE,
      "x-tc-action": operation,
      "x-tc-version": service.version,
      "x-tc-timestamp": String(timestamp),
      "x-tc-language": "en-US",
      ...(service === KMS && { "x-tc-region": region }),
      ...(token !== undefined && { "x-tc-token": token }),
      authorization,
    },
    body,
  };
}

type SignFunction = (request: Readonly<Record<string, unknown>>) => string;

async function loadSign(): Promise<SignFunction> {
  const module: unknown = await import("tencentcloud-sdk-nodejs-common/tencentcloud/common/sign.js");
  const signer = findExport(module, hasSign, "tencentcloud-sdk-nodejs-common has no function sign3.");
  return (request) => signer.sign3(request);
}

function hasSign(value: unknown): value is { readonly sign3: SignFunction } {
  return typeof value === "function" && "sign3" in value && typeof value.sign3 === "function";
}
