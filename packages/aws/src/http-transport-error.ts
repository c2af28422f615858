import type { ProxyError } from "@crosstag/driver-kit/http";

/** A request that got no complete answer. Written here, so that neither address nor headers are in it. */
export class HttpTransportError extends Error {
  override readonly name = "HttpTransportError";
  readonly reason: "aborted" | "timeout" | "network";
  /** `no`: no connection was made, so that the cloud cannot have seen the request. */
  readonly sent: "no" | "maybe";
  /** Node's name for what happened, for example `ECONNRESET`. */
  readonly networkCode: string | undefined;

  /** Host of the endpoint, with its port if that is not the protocol's own. */
  readonly host: string | undefined;
  /** The proxy that could not be reached or refused. */
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
