import { CloudError } from "../../server/cloud.ts";

/**
 * A refusal of AWS KMS. Every client error is sent with status 400, also those whose model says 404 or 409 (recorded
 * answers, verified 2026-11-22).
 */
export function awsError(name: string, text: string): CloudError {
  return new CloudError(400, name, text);
}
