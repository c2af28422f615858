import type { Failure } from "@crosstag/core/driver";
import { isCertificateProblem, isClosedCode } from "./network-code.ts";

/** A failure between this program and a cloud. */
export interface NetworkFailure {
  /** Node's error code, for example `ECONNRESET`. */
  readonly networkCode: string | undefined;
  /** The request was written to a connection. */
  readonly sent: boolean;
  /** Host of the endpoint, with its port if that is not the protocol's default. */
  readonly host: string | undefined;
  /** The proxy that could not be reached, or that refused with a status. */
  readonly proxy?: { readonly proxy: string; readonly status: number | undefined } | undefined;
}

type Explanation = Pick<Failure, "code" | "retry" | "message"> & { readonly hint?: string };

const AUTHORITY_HINT =
  "If your network or the endpoint uses its own certificate authority, set caBundle (--ca-bundle) to a file with its certificate, or NODE_EXTRA_CA_CERTS.";

/**
 * Explains a failure between this program and a cloud, and what to check. Names the host or the proxy, and repeats
 * nothing of their answers.
 */
export function explainNetworkFailure(failure: NetworkFailure, cloud: string): Explanation {
  const { networkCode = "UNKNOWN", sent, host = "the endpoint", proxy } = failure;
  if (isClosedCode(networkCode))
    return { code: "canceled", retry: "no", message: "The driver was closed during the call." };
  if (proxy?.status !== undefined) return explainRefusal(proxy.proxy, proxy.status, cloud);
  const certificate = explainCertificate(networkCode, proxy === undefined ? host : `the proxy ${proxy.proxy}`);
  if (certificate !== undefined) return { code: "unavailable", retry: "no", ...certificate };
  if (proxy !== undefined) {
    return {
      code: "unavailable",
      retry: "transient",
      message: `The proxy ${proxy.proxy} cannot be reached (${networkCode}).`,
      hint: `Check HTTPS_PROXY, HTTP_PROXY and ALL_PROXY, ${bypass(cloud)}`,
    };
  }
  if (sent) {
    return {
      code: "unavailable",
      retry: "transient",
      message: `The connection to ${cloud} ended before an answer came (${networkCode}).`,
    };
  }
  return {
    code: "unavailable",
    retry: "transient",
    message: `${cloud} cannot be reached: ${describe(networkCode, host)} (${networkCode}).`,
    hint: hintFor(networkCode),
  };
}

function describe(networkCode: string, host: string): string {
  switch (networkCode) {
    case "ENOTFOUND":
      return `no host is named ${host}`;
    case "EAI_AGAIN":
      return `the name ${host} could not be looked up`;
    case "ECONNREFUSED":
      return `${host} does not accept connections`;
    case "UND_ERR_CONNECT_TIMEOUT":
    case "ETIMEDOUT":
      return `${host} does not answer`;
    default:
      return `no connection to ${host} was made`;
  }
}

function hintFor(networkCode: string): string {
  if (networkCode === "ENOTFOUND") return "Check the region and the endpoint.";
  if (networkCode === "ECONNREFUSED") return "Check the endpoint and its port, and that the service runs.";
  return "Check the network, the region and the endpoint; behind a proxy, set HTTPS_PROXY.";
}

function explainRefusal(proxy: string, status: number, cloud: string): Explanation {
  if (status === 407) {
    return {
      code: "unauthenticated",
      retry: "no",
      message: `The proxy ${proxy} requires a user and a password, or refuses the given ones (407).`,
      hint: `Write them into HTTPS_PROXY as http://USER:PASSWORD@${proxy}, ${bypass(cloud)}`,
    };
  }
  return {
    code: "unavailable",
    retry: status >= 500 ? "transient" : "no",
    message: `The proxy ${proxy} did not connect to ${cloud} (status ${status}).`,
    hint: `Ask its operator to allow the endpoint, ${bypass(cloud)}`,
  };
}

function bypass(cloud: string): string {
  return `or add the host of the endpoint to NO_PROXY to reach ${cloud} directly.`;
}

function explainCertificate(code: string, whose: string): { message: string; hint: string } | undefined {
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") {
    return {
      message: `The certificate of ${whose} is not valid now (${code}).`,
      hint: "Check this computer's clock, or have the certificate renewed.",
    };
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return {
      message: `The certificate of ${whose} is for another host (${code}).`,
      hint: "Check the host name of the endpoint.",
    };
  }
  if (isCertificateProblem(code))
    return { message: `The certificate of ${whose} is not trusted (${code}).`, hint: AUTHORITY_HINT };
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG") {
    return {
      message: `${whose} does not speak TLS (${code}).`,
      hint: "Check the port; plain http is for this machine, or needs allowPlainHttp.",
    };
  }
  return undefined;
}
