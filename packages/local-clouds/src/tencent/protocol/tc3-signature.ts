import { createHmac, hash } from "node:crypto";
import type { ReceivedRequest } from "../../server/cloud.ts";
import { missingParameter, signatureFailure } from "../errors.ts";
import type { KnownCredentials } from "./credentials.ts";

const algorithm = "TC3-HMAC-SHA256";
const form =
  /^TC3-HMAC-SHA256 +Credential=([^/,\s]+)\/(\d{4}-\d\d-\d\d)\/([^/,\s]+)\/tc3_request, *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]+)$/;

/** What a request states about its signer, and how to check it. */
export interface SignedRequest {
  readonly secretId: string;
  readonly token: string | undefined;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** The service that the signature is made for. */
  readonly service: string;
  /** Whether the signature is that of the request with these credentials. */
  isSignedWith(credentials: KnownCredentials): boolean;
}

/** Reads the signature's headers. HMAC-SHA256 over method, path, query, headers and body. */
export function readTc3Signature(request: ReceivedRequest, path: string, query: string): SignedRequest {
  const { headers } = request;
  const authorization = headers["authorization"];
  if (authorization === undefined) throw missingParameter("Authorization");
  const [, secretId, date, service, signedHeaders, signature] = form.exec(authorization) ?? [];
  if (!secretId || !date || !service || !signedHeaders || !signature) {
    throw signatureFailure(`the header Authorization must have the form of ${algorithm}.`);
  }
  const timestamp = headers["x-tc-timestamp"];
  if (timestamp === undefined || !/^\d{1,11}$/.test(timestamp)) throw missingParameter("X-TC-Timestamp");
  // The date of the scope is documented to be the timestamp's, in UTC.
  if (!new Date(Number(timestamp) * 1000).toISOString().startsWith(date)) {
    throw signatureFailure("the date of the credential scope is not the date of X-TC-Timestamp.");
  }
  const names = signedHeaders.split(";");
  for (const name of ["content-type", "host"]) {
    if (!names.includes(name)) throw signatureFailure(`the header ${name} must be signed.`);
  }
  return {
    secretId,
    token: headers["x-tc-token"],
    timestamp: Number(timestamp),
    service,
    isSignedWith: ({ signingKey }) => {
      const dateKey = createHmac("sha256", signingKey).update(date).digest();
      const serviceKey = createHmac("sha256", dateKey).update(service).digest();
      const requestKey = createHmac("sha256", serviceKey).update("tc3_request").digest();
      const bodyHash = hash("sha256", request.body);
      return signedHosts(headers["host"] ?? "").some((host) => {
        const canonical = names.map((name) => `${name}:${canonicalValue(name === "host" ? host : headers[name])}\n`);
        const canonicalRequest = `${request.method}\n${path}\n${query}\n${canonical.join("")}\n${signedHeaders}\n${bodyHash}`;
        const scope = `${date}/${service}/tc3_request`;
        const expected = createHmac("sha256", requestKey)
          .update(`${algorithm}\n${timestamp}\n${scope}\n${hash("sha256", canonicalRequest)}`)
          .digest("hex");
        return expected === signature;
      });
    },
  };
}

function canonicalValue(value = ""): string {
  return value.trim().toLowerCase();
}

/**
 * The vendor's Node.js SDK signs the host without its port, although it sends the port (4.1.220, run 2026-11-28). The
 * real cloud has the default port, so that both are the same.
 */
function signedHosts(header: string): readonly string[] {
  const bare = header.replace(/:\d*$/, "");
  return bare === header ? [header] : [bare, header];
}
