import { createHash, createHmac, randomUUID } from "node:crypto";
import { longLived, type TestServer } from "./test-server.ts";

/** A request signed here by the cloud's rules, for requests that no SDK can be made to send. */
export interface HandMade {
  readonly method?: string;
  readonly accessKeyId?: string;
  readonly secret?: string;
  readonly securityToken?: string;
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly version?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Headers to sign instead of the regular ones; undefined: to leave out. ACS3 only. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Changes what is sent, after signing. */
  readonly tamper?: (sent: Sent) => void;
}

interface Sent {
  /** Parameters of the query. */
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
}

export interface Received {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** A query in the encoding that is signed. */
export const canonical = (parameters: Record<string, string>): string =>
  Object.keys(parameters)
    .toSorted()
    .map((name) => `${encode(name)}=${encode(parameters[name] ?? "")}`)
    .join("&");

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

const timestampNow = (): string => `${new Date().toISOString().slice(0, 19)}Z`;

/** The parameters of a request signed with HMAC-SHA1. */
export function signedRpcQuery(action: string, made: HandMade = {}): Record<string, string> {
  const { method = "POST", accessKeyId = longLived.accessKeyId, secret = longLived.accessKeySecret } = made;
  const query: Record<string, string> = {
    Action: action,
    Version: made.version ?? "2016-01-20",
    AccessKeyId: accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: made.nonce ?? randomUUID(),
    Timestamp: made.timestamp ?? timestampNow(),
    ...(made.securityToken !== undefined && { SecurityToken: made.securityToken }),
    ...made.parameters,
  };
  const stringToSign = `${method}&${encode("/")}&${encode(canonical(query))}`;
  return { ...query, Signature: createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64") };
}

export function sendRpc(server: TestServer, action: string, made: HandMade = {}): Promise<Received> {
  const sent = { query: signedRpcQuery(action, made), headers: {}, body: made.body ?? "" };
  return send(server, made.method ?? "POST", made, sent);
}

export async function sendAcs3(server: TestServer, action: string, made: HandMade = {}): Promise<Received> {
  const { method = "POST", accessKeyId = longLived.accessKeyId, secret = longLived.accessKeySecret, body = "" } = made;
  const query = { ...made.parameters };
  const headers: Record<string, string> = {
    host: server.endpoint,
    "x-acs-action": action,
    "x-acs-content-sha256": hash(body),
    "x-acs-date": made.timestamp ?? timestampNow(),
    "x-acs-signature-nonce": made.nonce ?? randomUUID(),
    "x-acs-version": made.version ?? "2016-01-20",
    ...(body !== "" && { "content-type": "application/x-www-form-urlencoded" }),
    ...(made.securityToken !== undefined && {
      "x-acs-accesskey-id": accessKeyId,
      "x-acs-security-token": made.securityToken,
    }),
  };
  for (const [name, value] of Object.entries(made.headers ?? {})) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  const names = Object.keys(headers).toSorted();
  const headerLines = names.map((name) => `${name}:${headers[name] ?? ""}\n`).join("");
  const request = `${method}\n/\n${canonical(query)}\n${headerLines}\n${names.join(";")}\n${hash(body)}`;
  const signature = createHmac("sha256", secret)
    .update(`ACS3-HMAC-SHA256\n${hash(request)}`)
    .digest("hex");
  headers["authorization"] =
    `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names.join(";")},Signature=${signature}`;
  return send(server, method, made, { query, headers, body });
}

async function send(server: TestServer, method: string, made: HandMade, sent: Sent): Promise<Received> {
  made.tamper?.(sent);
  const { host: _, ...headers } = sent.headers;
  const response = await fetch(`http://${server.endpoint}/?${canonical(sent.query)}`, {
    method,
    headers,
    ...(sent.body !== "" && { body: sent.body }),
  });
  const text = await response.text();
  const contentType = response.headers.get("content-type") ?? "";
  const json = contentType.startsWith("application/json") ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, contentType, text, json };
}
