import type { ConsoleResource } from "@crosstag/core/driver";
import { consoleHost } from "../console-page.ts";

/** The page of a secret in the AWS console, which names the secret without the six characters of its ARN. */
export function consolePage({ kind, region, id }: ConsoleResource): string | undefined {
  const host = consoleHost(region);
  if (kind !== "secret" || host === undefined) return undefined;
  const name = encodeURIComponent(id.replace(/-[A-Za-z0-9]{6}$/, ""));
  return `https://${host}/secretsmanager/secret?name=${name}&region=${region}`;
}
