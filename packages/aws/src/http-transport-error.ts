import type { ProxyError } from "@crosstag/driver-kit/http";

/** A request without a complete answer. Contains neither addresses nor headers. */
export class HttpTransportError extends Error {
  override readonly name = "HttpTransportError";
  /** `aborted`: the call's signal ended it. */
  readonly reason: "aborted" | "timeout" | "network";
  /** `no`: no connection was made, so the cloud has not received the request. */
  readonly sent: "no" | "maybe";
  /** Node's error code, for example `ECONNRESET`. */
  readonly networkCode: string | undefined;

  /** Host of the endpoint, with its port if that is not the protocol's default. */
  readonly host: string | undefined;
  /** The proxy that could not be reached, or that refused. */
  readonly proxy: ProxyError | undefined;

  constructor(
    reason: HttpTransportError["reason"],
    sent: HttpTransportError["sent"],
    networkCode?: string,
    host?: string,
    proxy?: ProxyError,
  ) {
    super(`No complete answer from the service (${networkCode ?? reason}).`);
    this.reason = reason;
    this.sent = sent;
    this.networkCode = networkCode;
    this.host = host;
    this.proxy = proxy;
  }
}
