import { createHash, timingSafeEqual } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { NodeHash } from "./node-hash.ts";
import { invalidSignature, parseAuthorization, type Authorization } from "./parse-authorization.ts";
import { WireError } from "./wire-error.ts";

/** How far the clocks of the client and the service may differ, in milliseconds: 15 minutes, as at AWS. */
const MOST_SKEW = 15 * 60 * 1000;

/** A request as it arrived. */
export interface ReceivedRequest {
  /** In capitals. */
  readonly method: string;
  /** The path and the query, as on the first line of the request. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/**
 * Verifies Signature Version 4 in the Authorization header: signs the request again, and compares.
 * @param findSecret the secret of an access key; undefined: there is no such key
 * @returns who signed
 * @throws WireError with AWS's name for what is wrong
 */
export async function verifySignature(
  request: ReceivedRequest,
  findSecret: (accessKeyId: string) => string | undefined,
  now: Date,
): Promise<Pick<Authorization, "accessKeyId" | "signature">> {
  const authorization = parseAuthorization(request.headers);
  if (request.target !== "/") throw invalidSignature("Requests have the path / and no query: sign in the header.");
  checkSkew(authorization.signedAt, now);
  const { accessKeyId, signature } = authorization;
  const secretAccessKey = findSecret(accessKeyId);
  // The keys of the service have no sessions.
  if (secretAccessKey === undefined || request.headers.has("x-amz-security-token"))
    throw new WireError("UnrecognizedClientException", "The security token included in the request is invalid.");
  checkPayloadHash(request);
  const own = Buffer.from(await sign(request, authorization, { accessKeyId, secretAccessKey }));
  const given = Buffer.from(signature);
  if (own.length !== given.length || !timingSafeEqual(own, given))
    throw invalidSignature(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key " +
        "and signing method, and that a proxy in between keeps the Host header.",
    );
  return { accessKeyId, signature };
}

function checkSkew(signedAt: Date, now: Date): void {
  const difference = signedAt.getTime() - now.getTime();
  if (difference < -MOST_SKEW)
    throw invalidSignature(`Signature expired: it is older than 15 minutes. ${clockOf(now)}`);
  if (difference > MOST_SKEW)
    throw invalidSignature(`Signature not yet current: it is more than 15 minutes ahead. ${clockOf(now)}`);
}

function clockOf(now: Date): string {
  return `The clock of the service says ${now.toISOString()}.`;
}

/** The signer takes the hash from this header if there is one, whatever the body is. */
function checkPayloadHash({ headers, body }: ReceivedRequest): void {
  const claimed = headers.get("x-amz-content-sha256");
  if (claimed !== null && claimed !== createHash("sha256").update(body).digest("hex"))
    throw invalidSignature("The body is not the one of 'X-Amz-Content-Sha256'. Unsigned bodies are not accepted.");
}

/** The signature that the secret gives for a request. The list of signed headers is part of what is signed. */
async function sign(
  { method, headers, body }: ReceivedRequest,
  { signedHeaders, region, signedAt }: Authorization,
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Promise<string> {
  const signer = new SignatureV4({ service: "kms", region, credentials, sha256: NodeHash, applyChecksum: false });
  const signed: Record<string, string> = {};
  for (const name of signedHeaders) {
    const value = headers.get(name);
    if (value !== null) signed[name] = value;
  }
  const request = { method, protocol: "https:", hostname: signed["host"] ?? "", path: "/", headers: signed, body };
  const answer = await signer.sign(request, { signingDate: signedAt, signableHeaders: new Set(signedHeaders) });
  return /Signature=([0-9a-f]{64})$/.exec(answer.headers["authorization"] ?? "")?.[1] ?? "";
}
