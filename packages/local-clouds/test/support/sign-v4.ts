import { createHash, createHmac } from "node:crypto";

export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Signing {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region?: string;
  readonly service?: string;
  readonly at?: Date;
  readonly terminator?: string;
  /** Header names to leave unsigned. */
  readonly unsigned?: readonly string[];
}

/** Signature Version 4 after its public description, on its own, so that an error of the verifier's cannot hide in it. */
export function signed(request: RawRequest, signing: Signing): RawRequest {
  const {
    region = "us-east-1",
    service = "kms",
    at = new Date(),
    terminator = "aws4_request",
    unsigned = [],
  } = signing;
  const time = at.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const scope = [time.slice(0, 8), region, service, terminator].join("/");
  const headers: Record<string, string> = { ...request.headers, "x-amz-date": time };
  const names = Object.keys(headers)
    .filter((name) => !unsigned.includes(name))
    .toSorted();
  const [path = "", query = ""] = request.target.split("?");
  const canonical = [
    request.method,
    path,
    query.split("&").toSorted().join("&"),
    ...names.map((name) => `${name}:${(headers[name] ?? "").trim().replaceAll(/ +/g, " ")}`),
    "",
    names.join(";"),
    sha256(request.body),
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const key: Buffer = scope
    .split("/")
    .reduce<Buffer>((secret, part) => hmac(secret, part), Buffer.from(`AWS4${signing.secretAccessKey}`));
  const authorization = `AWS4-HMAC-SHA256 Credential=${signing.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${hmac(key, text).toString("hex")}`;
  return { ...request, headers: { ...headers, authorization } };
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
