import { isLoopback, parseEndpoint, plainHttpError } from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";

/** The address of the service. */
export interface Endpoint {
  /** Plain http only to this machine, or if it is allowed. */
  readonly protocol: "http:" | "https:";
  /** As in the `host` header: with the port, if that is not the protocol's default. */
  readonly host: string;
}

/**
 * Checks an endpoint from the settings.
 * @param text a URL without path; default: the region's public endpoint
 * @param allowPlainHttp allows plain http to other computers; default false: only to this one
 * @throws CrosstagError `configuration`; the message does not repeat the URL, which could contain a password
 */
export function resolveEndpoint(text: string | undefined, region: string, allowPlainHttp = false): Endpoint {
  if (text === undefined) return { protocol: "https:", host: `kms.${region}.aliyuncs.com` };
  const example = `https://kms.${region}.aliyuncs.com`;
  const { protocol, host } = parseEndpoint(text, { provider: "alibaba", example, allowPlainHttp });
  return checkEndpoint(protocol, host, region, allowPlainHttp);
}

/** Checks a host. @throws CrosstagError `configuration` if a request to it could not work or would not be safe */
export function checkEndpoint(protocol: string, host: string, region: string, allowPlainHttp = false): Endpoint {
  const { hostname } = new URL(`https://${host}`);
  if (protocol !== "https:" && protocol !== "http:")
    throw configurationError("The endpoint is not an https URL.", "Write it like https://kms.example.com.");
  if (protocol === "http:" && !isLoopback(hostname) && !allowPlainHttp) throw plainHttpError("alibaba");
  // The gateways of KMS instances offer cryptography only, verified 2026-11-22 ("control operations only through the
  // shared gateway").
  if (hostname.endsWith(".cryptoservice.kms.aliyuncs.com")) {
    throw configurationError(
      "The endpoint is the gateway of one KMS instance, which serves neither tags nor key material.",
      `Use the region's shared gateway: https://kms.${region}.aliyuncs.com, or https://kms-vpc.${region}.aliyuncs.com inside a VPC.`,
    );
  }
  const regionOfHost = /^kms(?:-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com$/.exec(hostname)?.[1];
  if (regionOfHost !== undefined && regionOfHost !== region) {
    throw configurationError(
      `The endpoint belongs to region ${regionOfHost}, but the region is set to ${region}.`,
      "Set both to the same region.",
    );
  }
  return { protocol, host };
}
