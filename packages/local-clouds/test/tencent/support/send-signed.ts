import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";
import type { LocalTencent } from "@crosstag/local-clouds";

/** How a request differs from a correct ListKeys request. */
interface Change {
  readonly method?: string;
  readonly body?: string;
  /** Sent instead of the signed body. */
  readonly sentBody?: string;
  /** The signed headers. */
  readonly signed?: readonly string[];
  readonly secondsOff?: number;
  readonly date?: string;
  /** The service of the credential scope. */
  readonly scope?: string;
  /** A header that is not sent. */
  readonly without?: string;
}

/** Sends a request signed as the vendor documents TC3-HMAC-SHA256; returns `ok` or the code of the refusal. */
export async function sendSigned({ endpoint, credentials }: LocalTencent, change: Change): Promise<string> {
  const { method = "POST", body = "{}", signed = ["content-type", "host"], scope = "kms" } = change;
  const timestamp = String(Math.floor(Date.now() / 1000) - (change.secondsOff ?? 0));
  const date = change.date ?? new Date(Number(timestamp) * 1000).toISOString().slice(0, 10);
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    host: "kms.tencentcloudapi.com",
    "x-tc-action": "ListKeys",
    "x-tc-version": "2019-01-18",
    "x-tc-region": "ap-guangzhou",
    "x-tc-timestamp": timestamp,
  };
  const canonicalHeaders = signed.map((name) => `${name}:${(headers[name] ?? "").toLowerCase()}\n`).join("");
  const canonical = [method, "/", "", canonicalHeaders, signed.join(";"), sha256(body)].join("\n");
  const place = `${date}/${scope}/tc3_request`;
  const key = ["tc3_request", scope, date].reduceRight<string | Buffer>(
    (secret, part) => hmac(secret, part).digest(),
    `TC3${credentials.secretKey}`,
  );
  const signature = hmac(key, ["TC3-HMAC-SHA256", timestamp, place, sha256(canonical)].join("\n")).digest("hex");
  headers["authorization"] =
    `TC3-HMAC-SHA256 Credential=${credentials.secretId}/${place}, SignedHeaders=${signed.join(";")}, Signature=${signature}`;
  if (change.without !== undefined) delete headers[change.without];
  const answer = await send(endpoint, method, headers, change.sentBody ?? body);
  const { Response } = JSON.parse(answer) as { Response: { Error?: { Code: string } } };
  return Response.Error?.Code ?? "ok";
}

function hmac(key: string | Buffer, text: string) {
  return createHmac("sha256", key).update(text);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function send(url: string, method: string, headers: Record<string, string>, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (answer) => {
      let text = "";
      answer.on("data", (part: Buffer) => (text += part.toString()));
      answer.on("end", () => {
        resolve(text);
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
