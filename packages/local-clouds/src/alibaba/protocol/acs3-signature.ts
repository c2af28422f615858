import { createHmac, hash } from "node:crypto";
import type { ReceivedRequest } from "../../server/cloud.ts";
import {
  incompleteSignature,
  missingCommonParameter,
  missingTimestamp,
  signatureMismatch,
  unsupportedSignatureMethod,
} from "../errors.ts";
import { canonicalQuery, type WireParameter } from "./parameters.ts";
import type { SignedRequest } from "./signed-request.ts";

const algorithm = "ACS3-HMAC-SHA256";
const form = /^ACS3-HMAC-SHA256 +Credential=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]*)$/;
const hashOfNothing = hash("sha256", "");

/** Reads the newer signature, whose parts are headers: HMAC-SHA256 over method, path, query, headers and body. */
export function readAcs3Signature(
  authorization: string,
  request: ReceivedRequest,
  path: string,
  query: WireParameter[],
): SignedRequest {
  const { headers } = request;
  if (!authorization.startsWith(algorithm)) throw unsupportedSignatureMethod();
  const [, accessKeyId, signedHeaders, signature] = form.exec(authorization) ?? [];
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) throw incompleteSignature();
  const signedNames = signedHeaders.split(";");
  refuseUnsignedHeaders(headers, signedNames);
  const claimedHash = headers["x-acs-content-sha256"];
  if (claimedHash === undefined || claimedHash === "") throw incompleteSignature();
  const timestamp = headers["x-acs-date"];
  if (timestamp === undefined || timestamp === "") throw missingTimestamp();
  const nonce = headers["x-acs-signature-nonce"];
  if (nonce === undefined || nonce === "") throw missingCommonParameter("SignatureNonce");
  return {
    accessKeyId,
    securityToken: headers["x-acs-security-token"],
    timestamp,
    nonce,
    signature,
    expectedSignature: ({ acs3Key }) => {
      // Signed headers that contradict the request: another access key's session, or another body.
      const named = headers["x-acs-accesskey-id"] ?? accessKeyId;
      if (headers["x-acs-security-token"] !== undefined && named !== accessKeyId) throw signatureMismatch();
      let canonicalHeaders = "";
      for (const name of signedNames) canonicalHeaders += `${name}:${(headers[name] ?? "").trim()}\n`;
      const bodyHash = request.body.length === 0 ? hashOfNothing : hash("sha256", request.body);
      if (bodyHash !== claimedHash) throw signatureMismatch();
      const canonicalRequest = `${request.method}\n${path}\n${canonicalQuery(query)}\n${canonicalHeaders}\n${signedHeaders}\n${bodyHash}`;
      return createHmac("sha256", acs3Key)
        .update(`${algorithm}\n${hash("sha256", canonicalRequest)}`)
        .digest("hex");
    },
  };
}

/** All headers of the protocol that a request carries must be signed, and its host (verified 2026-11-22). */
function refuseUnsignedHeaders(headers: ReceivedRequest["headers"], signedNames: readonly string[]): void {
  if (!signedNames.includes("host")) throw incompleteSignature();
  for (const name in headers) {
    if (name.startsWith("x-acs-") && !signedNames.includes(name)) throw incompleteSignature();
  }
}
