import type { ResourceInput } from "./read-requests.ts";
import type { Reference } from "../model/reference.ts";

/** What finding the driver for a resource takes: its name, and what and where it is, as far as the caller says so. */
export type NamedResource = Pick<Reference, "provider" | "text"> &
  Partial<Pick<Reference, "region" | "account" | "kind" | "id">>;

/** What was found, or whose tags were read, as a reference: its name, and the cloud that answered. */
export function inputReference(input: ResourceInput): string | NamedResource {
  if (typeof input !== "object" || input === null || "text" in input) return input;
  const { reference: text, provider } = input;
  return "region" in input ? { provider, text, region: input.region } : { provider, text };
}
