export { checkEntry } from "./configuration/check-fleets.ts";
export type { EntryProblem } from "./configuration/check-fleets.ts";
export { isFleet } from "./configuration/cloud-configuration.ts";
export { LOOKS_SECRET, WHERE_CREDENTIALS_COME_FROM } from "./configuration/credential-words.ts";
export { unknownCloud, unknownKind } from "./configuration/unknown-cloud.ts";
export type { KnownClouds, UnknownCloud } from "./configuration/unknown-cloud.ts";
export { checkWebhookUrl } from "./configuration/webhook-url.ts";
