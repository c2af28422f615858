import type { ProxyError } from "./proxy-error.ts";

/** What is known of a request without an answer. */
export interface HttpTransportDetails {
  /** Node's error code, for example `ECONNRESET`. */
  readonly networkCode?: string | undefined;
  /** Host of the service, with its port if that is not the protocol's default. */
  readonly host?: string | undefined;
  /** The proxy that could not be reached, or that refused. */
  readonly proxy?: ProxyError | undefined;
}

const BRAND = Symbol.for("crosstag.HttpTransportError");

/** A request without a complete answer. Contains the host and codes, but no address, header or text of the network. */
export class HttpTransportError extends Error {
  /**
   * Adapters load the transport on demand, and a process can then hold a second copy of this class: in a workspace, Node 20
   * resolved one of the two imports without following the symbolic link. `instanceof` recognizes errors of both copies.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  override readonly name = "HttpTransportError";
  /** Marks errors of every copy of this class. */
  readonly [BRAND] = true;
  /** `canceled`: the caller ended it. `timeout`: its time was up. `network`: no connection, or one that failed. */
  readonly reason: "canceled" | "timeout" | "network";
  /** `no`: the service has not received the request. `maybe`: it was written to a connection. */
  readonly sent: "no" | "maybe";
  /** Node's error code, for example `ECONNRESET`; undefined if there is none. */
  readonly networkCode: string | undefined;
  /** Host of the service, with its port if that is not the protocol's default. */
  readonly host: string | undefined;
  /** The proxy that could not be reached, or that refused; undefined: the failure is not the proxy's. */
  readonly proxy: ProxyError | undefined;

  constructor(
    reason: HttpTransportError["reason"],
    sent: HttpTransportError["sent"],
    { networkCode, host, proxy }: HttpTransportDetails = {},
  ) {
    super(`No complete answer from the service (${networkCode ?? reason}).`);
    this.reason = reason;
    this.sent = sent;
    this.networkCode = networkCode;
    this.host = host;
    this.proxy = proxy;
  }
}
