import { createHmac, hash as digest } from "node:crypto";
import type { KMSClientResolvedConfig } from "@aws-sdk/client-kms";

/** Makes the signer of an SDK client. */
export type SignerSource = KMSClientResolvedConfig["signer"];
type RequestSigner = Awaited<ReturnType<SignerSource>>;
type SignableRequest = Parameters<RequestSigner["sign"]>[0];
type SigningOptions = NonNullable<Parameters<RequestSigner["sign"]>[1]>;
type Credentials = Awaited<ReturnType<KMSClientResolvedConfig["credentials"]>>;

/** What was learned of the signatures of a service in a region. Clients that differ in their credentials alone can share it. */
export interface SigningMemory {
  /** Learned from the first signature. "unknown": the SDK signs in a way that is not known here. */
  signatures?: SigningScope | "unknown";
}

/** What a signature is valid for. */
interface SigningScope {
  readonly region: string;
  readonly service: string;
}

interface SigningKey {
  readonly secret: string;
  readonly day: string;
  readonly key: Uint8Array;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
/** Headers that programs on the way may change, so that the SDK does not sign them. */
const UNSIGNED = new Set([
  "authorization",
  "cache-control",
  "connection",
  "expect",
  "from",
  "keep-alive",
  "max-forwards",
  "pragma",
  "referer",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-amzn-trace-id",
]);
const SET_BY_SIGNING = ["authorization", "x-amz-date", "date"];
const SPACES = /[ \t\r\n]+/g;

/**
 * Signs as the SDK does, in half of its time, which is more than half of the SDK's work for a call: the key is derived once a
 * day, and text is hashed at once. The first request is signed by the SDK; only if both signatures of it are the same, the following
 * requests are signed here. Requests of another form are left to the SDK.
 * @param usual the SDK's own
 */
export function preparedSigner(
  usual: SignerSource,
  credentialsOf: () => Promise<Credentials>,
  memory: SigningMemory = {},
): SignerSource {
  const signer = new PreparedSigner(usual, credentialsOf, memory);
  // A scheme comes with an endpoint that has rules of its own.
  return async (scheme) => (scheme === undefined ? signer : usual(scheme));
}

/** Whether a signer signs by itself: its first signature was that of the SDK. */
export function isPrepared(signer: RequestSigner): boolean {
  return signer instanceof PreparedSigner && signer.isPrepared;
}

class PreparedSigner implements RequestSigner {
  readonly #usual: SignerSource;
  readonly #credentialsOf: () => Promise<Credentials>;
  readonly #memory: SigningMemory;
  #key: SigningKey | undefined;

  constructor(usual: SignerSource, credentialsOf: () => Promise<Credentials>, memory: SigningMemory) {
    this.#usual = usual;
    this.#credentialsOf = credentialsOf;
    this.#memory = memory;
  }

  get isPrepared(): boolean {
    const { signatures } = this.#memory;
    return signatures !== undefined && signatures !== "unknown";
  }

  async sign(request: SignableRequest, options: SigningOptions = {}): Promise<SignableRequest> {
    const { signingDate } = options;
    const { signatures: scope } = this.#memory;
    if (scope === "unknown" || !(signingDate instanceof Date) || !isPlain(request))
      return (await this.#usual()).sign(request, options);
    if (scope === undefined) return this.#learn(request, signingDate, options);
    const { signingRegion = scope.region, signingService = scope.service } = options;
    if (signingRegion !== scope.region || signingService !== scope.service)
      return (await this.#usual()).sign(request, options);
    request.headers = this.#signedHeaders(request, signingDate, scope, await this.#credentialsOf());
    return request;
  }

  async #learn(request: SignableRequest, date: Date, options: SigningOptions): Promise<SignableRequest> {
    const signed = await (await this.#usual()).sign(request, options);
    const [, region, service] =
      / Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(signed.headers["authorization"] ?? "") ?? [];
    if (region !== undefined && service !== undefined) {
      const scope = { region, service };
      const own = this.#signedHeaders(request, date, scope, await this.#credentialsOf());
      this.#memory.signatures = areEqual(own, signed.headers) ? scope : "unknown";
    } else this.#memory.signatures = "unknown";
    return signed;
  }

  #signedHeaders(
    { headers, body }: SignableRequest,
    date: Date,
    scope: SigningScope,
    { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  ): Record<string, string> {
    const time = date.toISOString().replaceAll(/[-:]|\.\d+/g, "");
    const day = time.slice(0, 8);
    const bodyHash = digest("sha256", bodyOf({ body }));
    const all: Record<string, string> = { ...headers };
    for (const name of SET_BY_SIGNING) if (name in all) Reflect.deleteProperty(all, name);
    all["x-amz-date"] = time;
    if (sessionToken) all["x-amz-security-token"] = sessionToken;
    all["x-amz-content-sha256"] ??= bodyHash;
    const names = Object.keys(all).filter(isSigned).toSorted();
    const lines = names.map((name) => `${name}:${plainValue(all[name] ?? "")}`);
    const signedNames = names.join(";");
    const canonical = `POST\n/\n\n${lines.join("\n")}\n\n${signedNames}\n${all["x-amz-content-sha256"]}`;
    const credential = `${day}/${scope.region}/${scope.service}/aws4_request`;
    const text = `${ALGORITHM}\n${time}\n${credential}\n${digest("sha256", canonical)}`;
    const signature = createHmac("sha256", this.#keyFor(secretAccessKey, day, scope))
      .update(text)
      .digest("hex");
    all["authorization"] =
      `${ALGORITHM} Credential=${accessKeyId}/${credential}, SignedHeaders=${signedNames}, Signature=${signature}`;
    return all;
  }

  #keyFor(secret: string, day: string, { region, service }: SigningScope): Uint8Array {
    if (this.#key?.secret !== secret || this.#key.day !== day) {
      let key: Uint8Array = Buffer.from(`AWS4${secret}`);
      for (const part of [day, region, service, "aws4_request"]) key = createHmac("sha256", key).update(part).digest();
      this.#key = { secret, day, key };
    }
    return this.#key.key;
  }
}

function isSigned(name: string): boolean {
  return !UNSIGNED.has(name) && !name.startsWith("proxy-") && !name.startsWith("sec-");
}

/** The body of a request; empty if it is of another form. */
export function bodyOf({ body }: Pick<SignableRequest, "body">): string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array ? body : "";
}

/** Spaces in a row are one, and none is at an end. */
function plainValue(value: string): string {
  return value.replaceAll(SPACES, " ").replaceAll(/^ | $/g, "");
}

/** A request of the protocols that have one path, and header names in lower case. */
function isPlain({ method, path, query, headers, body }: SignableRequest): boolean {
  return (
    method === "POST" &&
    path === "/" &&
    Object.keys(query ?? {}).length === 0 &&
    (typeof body === "string" || body instanceof Uint8Array) &&
    Object.keys(headers).every((name) => name === name.toLowerCase())
  );
}

function areEqual(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
