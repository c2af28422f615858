import { WireError } from "./wire-error.ts";

/** The one algorithm that is accepted. */
const ALGORITHM = "AWS4-HMAC-SHA256";
/** The name of the service in signatures. */
const SERVICE = "kms";

/** What a client says of its signature. */
export interface Authorization {
  /** The id of the key that signed. */
  readonly accessKeyId: string;
  /** `YYYYMMDD`. */
  readonly day: string;
  /** The region that the client is configured for. Any is accepted. */
  readonly region: string;
  /** Names of headers in lower case. */
  readonly signedHeaders: ReadonlySet<string>;
  /** 64 hexadecimal digits, as far as the client says the truth. */
  readonly signature: string;
  /** When it was signed, from `X-Amz-Date`. */
  readonly signedAt: Date;
}

/**
 * Reads the Authorization header of Signature Version 4, and the date that it depends on.
 * @throws WireError with AWS's name for what is missing or malformed
 */
export function parseAuthorization(headers: Headers): Authorization {
  const header = headers.get("authorization");
  if (header === null || header === "")
    throw new WireError("MissingAuthenticationTokenException", "Missing Authentication Token");
  if (!header.startsWith(`${ALGORITHM} `))
    throw incomplete(`Unsupported algorithm in the Authorization header. Sign with ${ALGORITHM}.`);
  const fields = fieldsIn(header.slice(ALGORITHM.length + 1));
  const date = headers.get("x-amz-date");
  refuseMissing(fields, date);
  const { accessKeyId, day, region } = parseScope(fields.credential);
  const signedHeaders = new Set(fields.signedHeaders.split(";"));
  for (const name of ["host", "x-amz-date", "x-amz-target"])
    // Otherwise a signature for one operation or service would be valid for another.
    if (!signedHeaders.has(name))
      throw invalidSignature(`'${name}' must be a 'SignedHeader' in the Authorization header.`);
  return { accessKeyId, day, region, signedHeaders, signature: fields.signature, signedAt: parseDate(date ?? "", day) };
}

/** Access key id, day, region, service, terminator. */
function parseScope(credential: string): Pick<Authorization, "accessKeyId" | "day" | "region"> {
  const [accessKeyId = "", day = "", region = "", service = "", terminator = "", ...more] = credential.split("/");
  if (terminator === "" || more.length > 0)
    throw incomplete("Credential must have exactly 5 slash-delimited elements: keyid/date/region/service/term.");
  if (service !== SERVICE) throw invalidSignature(`Credential should be scoped to correct service: '${SERVICE}'.`);
  if (terminator !== "aws4_request")
    throw invalidSignature("Credential should be scoped with a valid terminator: 'aws4_request'.");
  return { accessKeyId, day, region };
}

/** @param text why the signature is not accepted; never holds what was signed */
export function invalidSignature(text: string): WireError {
  return new WireError("InvalidSignatureException", text);
}

function incomplete(text: string): WireError {
  return new WireError("IncompleteSignatureException", text);
}

interface HeaderFields {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

function fieldsIn(text: string): HeaderFields {
  const fields = new Map<string, string>();
  for (const part of text.split(",")) {
    const [name = "", ...value] = part.trim().split("=");
    if (fields.has(name)) throw incomplete(`The Authorization header has '${name.slice(0, 20)}' twice.`);
    fields.set(name, value.join("="));
  }
  const field = (name: string) => fields.get(name) ?? "";
  return { credential: field("Credential"), signedHeaders: field("SignedHeaders"), signature: field("Signature") };
}

function refuseMissing({ credential, signedHeaders, signature }: HeaderFields, date: string | null): void {
  const missing = [
    ...(credential === "" ? ["Authorization header requires 'Credential' parameter."] : []),
    ...(signature === "" ? ["Authorization header requires 'Signature' parameter."] : []),
    ...(signedHeaders === "" ? ["Authorization header requires 'SignedHeaders' parameter."] : []),
    ...(date === null ? ["Authorization header requires existence of a 'X-Amz-Date' header."] : []),
  ];
  if (missing.length > 0) throw incomplete(missing.join(" "));
}

function parseDate(text: string, day: string): Date {
  const [, year, month, date, hour, minute, second] = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text) ?? [];
  const signedAt = new Date(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(signedAt.getTime()))
    throw incomplete("X-Amz-Date must be in ISO-8601 'basic format': 20260131T235959Z.");
  if (text.slice(0, 8) !== day)
    throw invalidSignature("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.");
  return signedAt;
}
