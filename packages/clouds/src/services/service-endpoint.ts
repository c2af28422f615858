import type { CloudConfiguration } from "@crosstag/config";
import { CrosstagError } from "@crosstag/core";
import type { KmsProfile } from "@crosstag/core/driver";

/** The endpoint of a service, or why its calls have none. */
export type ServiceEndpoint = {
  /** Absent: the public endpoint of the service. */
  readonly endpoint?: string;
  /** Why the calls of the service are refused. Absent: they have an endpoint. */
  readonly refused?: CrosstagError;
};

/**
 * The endpoint of a service of an entry: its own one, or else that of the KMS if it is on this machine, as a local cloud serves
 * everything there. Another endpoint of the KMS, such as one in a VPC, must never get the calls of a service, and the public
 * endpoint of the service must not get what is meant for a private cloud.
 * @param kmsEndpoint of the KMS in this region
 */
export function serviceEndpoint(
  entry: string,
  { services = {} }: Pick<CloudConfiguration, "services">,
  { title, service = "" }: Pick<KmsProfile, "title" | "service">,
  region: string,
  kmsEndpoint: string | undefined,
): ServiceEndpoint {
  const own = Object.hasOwn(services, service) ? services[service]?.endpoint : undefined;
  if (own !== undefined) return { endpoint: own.replaceAll("{region}", () => region) };
  if (kmsEndpoint === undefined) return {};
  if (isThisMachine(kmsEndpoint)) return { endpoint: kmsEndpoint };
  const refused = new CrosstagError({
    code: "configuration",
    message: `clouds.${entry} has an endpoint for the KMS and none for ${title}. Nothing was sent.`,
    hint: `Set services.${service}.endpoint of clouds.${entry}, for example to the public endpoint of the service.`,
  });
  return { refused };
}

function isThisMachine(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
