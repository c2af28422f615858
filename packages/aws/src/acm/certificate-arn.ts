import type { Reference } from "@crosstag/core/driver";
import { hasMalformedPlace, partsOfArn } from "../references.ts";

/** The service in messages. */
export const TITLE = "AWS Certificate Manager";

/** The characters of an id in ACM's model (client-acm 3.1169.0). All that are known are UUIDs. */
export const CERTIFICATE_ID = /^[\w+=,.@-]{1,256}$/;

/** What the ARN of a certificate says; undefined if the value is none. */
export function certificateArnIn(
  value: unknown,
): Required<Pick<Reference, "id" | "partition" | "region" | "account">> | undefined {
  if (typeof value !== "string") return undefined;
  const parts = partsOfArn(value);
  const { partition, service, region, account, resource } = parts;
  const id = resource.slice("certificate/".length);
  if (service !== "acm" || hasMalformedPlace(parts) || !resource.startsWith("certificate/")) return undefined;
  return CERTIFICATE_ID.test(id) ? { id, partition, region, account } : undefined;
}
