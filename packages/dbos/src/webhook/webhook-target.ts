import type { NotificationConfiguration } from "@crosstag/config";
import { checkWebhookUrl } from "@crosstag/config/hints";
import { CrosstagError } from "@crosstag/core";
import { parseWebhookSecret } from "./sign-webhook.ts";

/** Where a message is sent, and what it is signed with. Do not print it: both are secrets. */
export interface WebhookTarget {
  /** The address. */
  readonly url: URL;
  /** The secret that signs messages. Absent: messages are not signed. */
  readonly secret?: Buffer;
}

/**
 * Reads the address and the secret of an entry of `notify` from the configuration and the environment.
 * @param name the name of the entry
 * @throws CrosstagError `configuration` if a variable is not set or has another form. The message contains neither
 */
export function webhookTarget(
  name: string,
  { url, urlEnvironmentVariable, secretEnvironmentVariable }: NotificationConfiguration,
  environment: Readonly<Record<string, string | undefined>>,
): WebhookTarget {
  const read = (variable: string): string => {
    const value = environment[variable]?.trim();
    if (value === undefined || value === "")
      throw problem(name, `The environment variable ${variable} is not set.`, `Set ${variable} for every worker.`);
    return value;
  };
  const address = url ?? read(urlEnvironmentVariable ?? "");
  const [wrong] = checkWebhookUrl(address);
  if (wrong !== undefined) throw problem(name, wrong, `Check ${urlEnvironmentVariable ?? "url"}.`);
  if (secretEnvironmentVariable === undefined) return { url: new URL(address) };
  const secret = parseWebhookSecret(read(secretEnvironmentVariable));
  if (secret === undefined)
    throw problem(
      name,
      `${secretEnvironmentVariable} is not a secret of a webhook.`,
      'Write whsec_ and 24 to 64 bytes in base64, for example: echo "whsec_$(openssl rand -base64 32)"',
    );
  return { url: new URL(address), secret };
}

function problem(name: string, message: string, hint: string): CrosstagError {
  return new CrosstagError({ code: "configuration", message: `notify.${name}: ${message}`, hint });
}
