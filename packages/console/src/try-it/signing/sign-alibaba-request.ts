import { hash, randomUUID } from "node:crypto";
import { findExport } from "@crosstag/core/internal";
import type { SignedRequest } from "../target.ts";

/** An access key of Alibaba Cloud. */
interface AlibabaAccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
}

/** Where a request to Alibaba Cloud KMS goes, and who signs it. */
export interface AlibabaSigning {
  readonly endpoint: string;
  readonly credentials: AlibabaAccessKey;
}

const ALGORITHM = "ACS3-HMAC-SHA256";

/** Signs one operation of Alibaba Cloud KMS with ACS3-HMAC-SHA256, by the code of the cloud's SDK. */
export async function signAlibabaRequest(
  operation: string,
  parameters: Readonly<Record<string, unknown>>,
  { endpoint, credentials: { accessKeyId, accessKeySecret, securityToken } }: AlibabaSigning,
): Promise<SignedRequest> {
  const functions = await loadFunctions();
  const body = functions.toForm(parameters);
  const payloadHash = hash("sha256", body);
  const headers: Record<string, string> = {
    host: new URL(endpoint).host,
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
    "x-acs-action": operation,
    "x-acs-version": "2016-01-20",
    "x-acs-date": `${new Date().toISOString().slice(0, 19)}Z`,
    "x-acs-signature-nonce": randomUUID(),
    "x-acs-content-sha256": payloadHash,
    ...(securityToken !== undefined && {
      "x-acs-accesskey-id": accessKeyId,
      "x-acs-security-token": securityToken,
    }),
  };
  const request = { method: "POST", pathname: "/", query: {}, headers };
  headers["authorization"] = functions.getAuthorization(request, ALGORITHM, payloadHash, accessKeyId, accessKeySecret);
  return { url: new URL("/", endpoint).href, headers, body };
}

interface SigningFunctions {
  /** Lists become `Name.1`, records become `Name.Field`. */
  toForm(parameters: object): string;
  getAuthorization(request: object, algorithm: string, payloadHash: string, id: string, secret: string): string;
}

async function loadFunctions(): Promise<SigningFunctions> {
  const module: unknown = await import("@alicloud/openapi-util");
  return findExport(module, isSigningFunctions, "@alicloud/openapi-util has no function getAuthorization.");
}

function isSigningFunctions(value: unknown): value is SigningFunctions {
  return typeof value === "function" && "toForm" in value && "getAuthorization" in value;
}
