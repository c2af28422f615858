import { parseEndpoint } from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";
import type { Service } from "./services.ts";

const DOMAIN = "tencentcloudapi.com";

/** Where a service is reached, and under which name. */
interface Endpoint {
  /** Protocol, host and port that requests are sent to. */
  readonly origin: string;
  /** The host name in the `host` header and in the signature, without a port. */
  readonly host: string;
}

/** The addresses of the services of one cloud. */
export interface Endpoints {
  /** The address of a service. */
  of(service: Service): Endpoint;
  /** Whether they are Tencent Cloud's own. */
  readonly own: boolean;
  /** The endpoint from the settings; undefined if it is Tencent Cloud's own. */
  readonly given: string | undefined;
}

/**
 * The addresses of all services, by the endpoint of KMS.
 *
 * An endpoint of Tencent Cloud (`kms.intl.tencentcloudapi.com`, `kms.ap-guangzhou.tencentcloudapi.com`) determines those of the
 * other services. Any other one, such as a local cloud, gets the requests of all services, each under the real host name of
 * its service, because the services differ in nothing else, and the name is a part of the signature.
 * @param text a URL without path; default: Tencent Cloud's public endpoints
 * @throws CrosstagError `configuration`; the message does not repeat the URL, which could contain a password
 */
export function resolveEndpoints(text: string | undefined, region: string, allowPlainHttp = false): Endpoints {
  if (text === undefined) return ownEndpoints([]);
  const example = `https://kms.${DOMAIN}`;
  const { hostname, origin, protocol } = parseEndpoint(text, { provider: "tencent", example, allowPlainHttp });
  if (!hostname.endsWith(`.${DOMAIN}`)) {
    const of = ({ name }: Service) => ({ origin, host: `${name}.${DOMAIN}` });
    return { of, own: false, given: origin };
  }
  const [service, ...labels] = hostname.slice(0, -DOMAIN.length - 1).split(".");
  if (service !== "kms" || protocol !== "https:" || origin !== `https://${hostname}`)
    throw configurationError(
      "The endpoint is not one of KMS.",
      `Set the endpoint of KMS, for example ${example}. The endpoints of the other services are derived from it.`,
    );
  const placed = labels.find((label) => /^[a-z]{2}-[a-z]+/.test(label));
  if (placed !== undefined && placed !== region)
    throw configurationError(
      `The endpoint belongs to region ${placed}, but the region is set to ${region}.`,
      "Set both to the same region.",
    );
  return ownEndpoints(labels);
}

/** `labels`: what is between the service and the domain, for example a region and `intl`. */
function ownEndpoints(labels: readonly string[]): Endpoints {
  const everywhere = labels.filter((label) => !/^[a-z]{2}-[a-z]+/.test(label));
  const of = ({ name }: Service): Endpoint => {
    const host = [name, ...(name === "kms" ? labels : everywhere), DOMAIN].join(".");
    return { origin: `https://${host}`, host };
  };
  return { of, own: true, given: undefined };
}
