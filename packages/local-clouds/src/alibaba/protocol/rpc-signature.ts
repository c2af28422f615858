import { createHmac } from "node:crypto";
import {
  incompleteSignature,
  missingCommonParameter,
  missingTimestamp,
  unsupportedSignatureMethod,
} from "../errors.ts";
import { canonicalQuery, type WireParameter } from "./parameters.ts";
import type { SignedRequest } from "./signed-request.ts";

/** Reads the older signature, whose parts are parameters: HMAC-SHA1 over the parameters of query and form body together. */
export function readRpcSignature(method: string, parameters: readonly WireParameter[]): SignedRequest {
  const common = new Map<string, string>();
  const signed: WireParameter[] = [];
  for (const parameter of parameters) {
    common.set(parameter.name, parameter.value);
    if (parameter.name !== "Signature") signed.push(parameter);
  }
  const accessKeyId = common.get("AccessKeyId");
  if (accessKeyId === undefined || accessKeyId === "") throw missingCommonParameter("AccessKeyId");
  const signature = common.get("Signature");
  if (signature === undefined || signature === "") throw incompleteSignature();
  const signatureMethod = common.get("SignatureMethod");
  if (signatureMethod !== "HMAC-SHA1" || common.get("SignatureVersion") !== "1.0") throw unsupportedSignatureMethod();
  const timestamp = common.get("Timestamp");
  if (timestamp === undefined || timestamp === "") throw missingTimestamp();
  const nonce = common.get("SignatureNonce");
  if (nonce === undefined || nonce === "") throw missingCommonParameter("SignatureNonce");
  return {
    accessKeyId,
    securityToken: common.get("SecurityToken"),
    timestamp,
    nonce,
    signature,
    expectedSignature: ({ rpcKey }) =>
      createHmac("sha1", rpcKey)
        .update(`${method}&%2F&${encodeURIComponent(canonicalQuery(signed))}`)
        .digest("base64"),
  };
}
