import { serviceErrors } from "./service-errors.ts";

/** How AWS STS fails. */
export const STS_ERRORS = serviceErrors(
  { title: "AWS STS", prefix: "sts", resource: "role", denialHint: "Check the policies of the caller." },
  [],
);
