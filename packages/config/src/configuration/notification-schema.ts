import { z } from "zod";
import {
  NOTIFICATION_FIELDS,
  NOTIFICATION_FORMATS,
  type NotificationBody,
  type NotificationConfiguration,
} from "./notification-configuration.ts";
import type { EntryProblem } from "./check-fleets.ts";
import { checkWebhookUrl } from "./webhook-url.ts";

const FIELDS: ReadonlySet<string> = new Set(NOTIFICATION_FIELDS);

const variable = z
  .string({ error: "must be the name of an environment variable" })
  .regex(/^[A-Za-z_]\w*$/, "must be the name of an environment variable, not its value");

/** The schema of one entry of `notify`. */
export const notificationSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: "must be an https URL" })
    .optional()
    .describe("The address that receives the message: https, or http on this machine."),
  urlEnvironmentVariable: variable
    .optional()
    .describe("The environment variable with the address, if the address is a secret itself, as in Slack and Teams."),
  secretEnvironmentVariable: variable
    .optional()
    .describe("The environment variable with the secret that signs messages: whsec_ and base64."),
  teams: z
    .array(z.string("must be a text; put it in quotes").min(1, "must not be empty"), "must be a list of teams")
    .min(1, "must name at least one team")
    .optional()
    .describe("Only violations of these teams, with * and ?; (none) for resources without a team. Default: all."),
  format: z
    .enum(NOTIFICATION_FORMATS, `must be one of ${NOTIFICATION_FORMATS.join(", ")}`)
    .optional()
    .describe("json for programs (default), text for Slack and similar chats, teams for Microsoft Teams."),
  body: z.json().optional().describe("The message itself, with placeholders such as {new} and {list} in its texts."),
});

/** What is wrong with an entry of `notify` that no schema finds. */
export function checkNotification(entry: NotificationConfiguration): readonly EntryProblem[] {
  const { url, urlEnvironmentVariable, format, body } = entry;
  const problems: EntryProblem[] = [];
  if (url === undefined && urlEnvironmentVariable === undefined)
    problems.push({ path: [], problem: "url is missing. Write url, or urlEnvironmentVariable if it is a secret." });
  if (url !== undefined && urlEnvironmentVariable !== undefined)
    problems.push({ path: ["url"], problem: "url and urlEnvironmentVariable exclude each other. Remove one of them." });
  if (url !== undefined) problems.push(...checkWebhookUrl(url, "url").map((problem) => ({ path: ["url"], problem })));
  if (format !== undefined && body !== undefined)
    problems.push({ path: ["format"], problem: "format and body exclude each other. Remove one of them." });
  if (body !== undefined) problems.push(...unknownFields(body, ["body"]));
  return problems;
}

function unknownFields(body: NotificationBody, path: readonly (string | number)[]): readonly EntryProblem[] {
  if (typeof body === "string")
    return [...body.matchAll(PLACEHOLDER)]
      .map(([, name = ""]) => name)
      .filter((name) => !FIELDS.has(name))
      .map((name) => ({
        path,
        problem: `{${name}} is not a placeholder of body. Placeholders are: ${NOTIFICATION_FIELDS.map((field) => `{${field}}`).join(", ")}.`,
      }));
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) =>
    unknownFields(value, [...path, Array.isArray(body) ? Number(key) : key]),
  );
}

/** A placeholder in a text. Other braces stand for themselves. */
const PLACEHOLDER = /\{([a-z][A-Za-z]*)\}/g;
