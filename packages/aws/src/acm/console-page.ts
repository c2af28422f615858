import type { ConsoleResource } from "@crosstag/core/driver";
import { consoleHost } from "../console-page.ts";

/** The page of a certificate in the AWS console. */
export function consolePage({ kind, region, id }: ConsoleResource): string | undefined {
  const host = consoleHost(region);
  if (kind !== "certificate" || host === undefined) return undefined;
  return `https://${host}/acm/home?region=${region}#/certificates/${encodeURIComponent(id)}`;
}
