import type { Reference } from "../model/reference.ts";

/** What finding the driver for a resource takes: its name, and what and where it is, as far as the caller says so. */
export type NamedResource = Pick<Reference, "provider" | "text"> &
  Partial<Pick<Reference, "region" | "account" | "kind" | "id">>;
