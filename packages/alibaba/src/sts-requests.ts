import { credentialNetworkProblem, HttpTransportError } from "@crosstag/driver-kit";
import type { HttpTransport } from "@crosstag/driver-kit/http";

/** A request of the SDK's providers of credentials (@alicloud/credentials 2.4.7, `providers/http`). */
interface ProviderRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyForm?: Readonly<Record<string, string>>;
  readonly readTimeout?: number;
  readonly connectTimeout?: number;
  toRequestURL(): string;
}

interface ProviderResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type Send = (request: ProviderRequest) => Promise<ProviderResponse>;

/** The members with which the SDK's providers send. They are not public. */
interface ProviderInside {
  doRequest?: Send;
  credentialsProvider?: object;
  getCredentialsProvider?: (...parts: unknown[]) => object;
  getProviderName?: () => string;
}

/** Sources on this computer or next to it, which a proxy cannot reach. */
const DIRECT = new Set(["ecs_ram_role", "credential_uri"]);
const DEFAULT_TIMEOUT_MS = 15_000;

/**
 * Makes a provider of the SDK send its requests (to STS, CloudSSO, OAuth) like the calls to KMS: through the proxy of
 * the environment, with the same trusted certificates. The SDK supports neither (@alicloud/credentials 2.4.7, verified
 * 2026-11-29).
 */
export function sendByTransport<Provider extends object>(provider: Provider, transport: HttpTransport): Provider {
  const inside = provider as ProviderInside;
  if (typeof inside.doRequest === "function" && !DIRECT.has(inside.getProviderName?.() ?? ""))
    inside.doRequest = (request) => send(request, transport);
  if (inside.credentialsProvider !== undefined) sendByTransport(inside.credentialsProvider, transport);
  const { getCredentialsProvider } = inside;
  if (typeof getCredentialsProvider === "function") {
    // A profile of the Alibaba Cloud CLI creates its provider when it is first asked.
    inside.getCredentialsProvider = (...parts) =>
      sendByTransport(getCredentialsProvider.apply(provider, parts), transport);
  }
  return provider;
}

async function send(request: ProviderRequest, transport: HttpTransport): Promise<ProviderResponse> {
  const { origin, host, pathname, search } = new URL(request.toRequestURL());
  const { readTimeout = DEFAULT_TIMEOUT_MS, connectTimeout = 0, bodyForm } = request;
  const form = bodyForm === undefined ? "" : new URLSearchParams(bodyForm).toString();
  const headers = {
    host,
    ...(form !== "" &&
      request.headers["Content-Type"] === undefined && { "Content-Type": "application/x-www-form-urlencoded" }),
    ...request.headers,
  };
  const body = form === "" ? null : form;
  try {
    const answer = await transport.send(
      { origin, method: request.method, path: `${pathname}${search}`, headers, body },
      undefined,
      readTimeout + connectTimeout,
    );
    return { statusCode: answer.status, headers: answer.headers as Record<string, string>, body: answer.body };
  } catch (error) {
    throw explain(error);
  }
}

/** Contains nothing of the request. A time-out is left to the SDK. */
function explain(error: unknown): unknown {
  if (!(error instanceof HttpTransportError)) return error;
  if (error.proxy !== undefined || error.networkCode !== undefined)
    return credentialNetworkProblem(error, "Alibaba Cloud", "the service that issues the credentials");
  const name = error.reason === "timeout" ? "RequestTimeoutError" : "RequestError";
  return Object.assign(new Error("The request of a provider of credentials failed."), { name });
}
