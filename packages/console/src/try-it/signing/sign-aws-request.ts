import type { SignedRequest } from "../target.ts";
import { Sha256 } from "./sha256.ts";

/** An access key of AWS. */
interface AwsAccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Where a request to AWS KMS goes, and who signs it. */
export interface AwsSigning {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: AwsAccessKey;
}

/** Signs one operation of AWS KMS with Signature Version 4, by the code of the AWS SDK. */
export async function signAwsRequest(
  operation: string,
  parameters: Readonly<Record<string, unknown>>,
  { endpoint, region, credentials }: AwsSigning,
): Promise<SignedRequest> {
  // Loaded by the first request, not by each start of the console.
  const { SignatureV4 } = await import("@smithy/signature-v4");
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    region,
    service: "kms",
    sha256: Sha256,
  });
  const { protocol, hostname, host, port } = new URL(endpoint);
  const body = JSON.stringify(parameters);
  const { headers } = await signer.sign({
    method: "POST",
    protocol,
    hostname,
    ...(port !== "" && { port: Number(port) }),
    path: "/",
    query: {},
    headers: {
      host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `TrentService.${operation}`,
    },
    body,
  });
  return { url: new URL("/", endpoint).href, headers, body };
}
