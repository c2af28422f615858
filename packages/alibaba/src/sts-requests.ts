import { Pool } from "undici";
import { AlibabaCallError } from "./call-error.ts";
import { ProxyError, routeTo } from "@crosstag/driver-kit/http";
import { explainNetworkFailure } from "@crosstag/driver-kit";

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
export function sendByRoute<Provider extends object>(provider: Provider, certificates: string | undefined): Provider {
  const inside = provider as ProviderInside;
  if (typeof inside.doRequest === "function" && !DIRECT.has(inside.getProviderName?.() ?? ""))
    inside.doRequest = (request) => send(request, certificates);
  if (inside.credentialsProvider !== undefined) sendByRoute(inside.credentialsProvider, certificates);
  const { getCredentialsProvider } = inside;
  if (typeof getCredentialsProvider === "function") {
    // A profile of the Alibaba Cloud CLI creates its provider when it is first asked.
    inside.getCredentialsProvider = (...parts) =>
      sendByRoute(getCredentialsProvider.apply(provider, parts), certificates);
  }
  return provider;
}

async function send(request: ProviderRequest, certificates: string | undefined): Promise<ProviderResponse> {
  const url = new URL(request.toRequestURL());
  const route = routeTo(url.origin, certificates);
  const pool = new Pool(route.origin, {
    connections: 1,
    connect: (options, callback) => void route.connect(options, callback),
  });
  const { readTimeout = DEFAULT_TIMEOUT_MS, connectTimeout = 0, bodyForm } = request;
  const form = bodyForm === undefined ? "" : new URLSearchParams(bodyForm).toString();
  try {
    const { statusCode, headers, body } = await pool.request({
      method: request.method,
      path: `${route.prefix}${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        ...(form !== "" &&
          request.headers["Content-Type"] === undefined && { "Content-Type": "application/x-www-form-urlencoded" }),
        ...request.headers,
        ...route.headers,
      },
      ...(form !== "" && { body: form }),
      signal: AbortSignal.timeout(readTimeout + connectTimeout),
    });
    if (statusCode === 407 && route.forwardedBy !== undefined) throw new ProxyError(route.forwardedBy, 407);
    return {
      statusCode,
      headers: headers as Record<string, string>,
      body: Buffer.from(await body.arrayBuffer()),
    };
  } catch (error) {
    throw unreachable(error, route.host);
  } finally {
    void pool.destroy();
  }
}

/** Contains nothing of the request. A time-out is left to the SDK. */
function unreachable(error: unknown, host: string): unknown {
  const proxy = error instanceof ProxyError ? { proxy: error.proxy, status: error.status } : undefined;
  // A host with several addresses causes one error for all of them.
  const { code } = (error instanceof AggregateError ? error.errors[0] : error) as NodeJS.ErrnoException;
  const networkCode = error instanceof ProxyError ? error.networkCode : code;
  if (proxy === undefined && (typeof networkCode !== "string" || !/^[A-Z0-9_]{1,64}$/.test(networkCode))) {
    const name = (error as Error).name === "TimeoutError" ? "RequestTimeoutError" : "RequestError";
    return Object.assign(new Error("The request of a provider of credentials failed."), { name });
  }
  const { message, hint, retry } = explainNetworkFailure(
    { networkCode, sent: false, host, proxy },
    "the service that issues the credentials",
  );
  return new AlibabaCallError({
    kind: "unsigned",
    message: `There are no credentials for Alibaba Cloud. ${message}`,
    hint: hint ?? "Check the network.",
    transient: retry === "transient",
  });
}
