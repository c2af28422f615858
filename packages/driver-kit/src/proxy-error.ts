import { describeProxy, type Proxy } from "./proxy-for.ts";

/**
 * The proxy could not be reached, or did not connect. Names the proxy without its user, and repeats nothing of its
 * answer.
 */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
  /** Always `ERR_PROXY`. */
  readonly code = "ERR_PROXY";
  /** Host and port. */
  readonly proxy: string;
  /** HTTP status of its refusal; undefined if it was not reached. */
  readonly status: number | undefined;
  /** Node's error code if it was not reached; otherwise undefined. */
  readonly networkCode: string | undefined;

  constructor(proxy: Proxy, status: number | undefined, networkCode?: string) {
    super("The proxy did not connect.");
    this.proxy = describeProxy(proxy);
    this.status = status;
    this.networkCode = networkCode;
  }
}
