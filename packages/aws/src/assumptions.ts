import type { CloudSettings } from "@crosstag/core/driver";
import { oneOf, resolveAssumptions as resolve } from "@crosstag/driver-kit";
import { configurationError } from "./configuration-error.ts";

/** Assumptions about AWS KMS and Secrets Manager that no source confirms. Each can be set in `CloudSettings.assumptions`. */
export interface Assumptions {
  /**
   * Characters in keys and values; default `general`: the characters that AWS documents for tags of all services. KMS
   * and Secrets Manager have no list of their own, as ACM has. `any` leaves the decision to the cloud.
   */
  readonly tagCharacters: "general" | "any";
  /** The unit of the lengths 128 and 256; default `code-points`, which is never stricter than the cloud. */
  readonly tagLengthUnit: "code-points" | "utf16-units";
  /**
   * Whether a value may begin with `aws:`; default `warning`: reported and sent. Many services of AWS refuse it, such
   * as ACM; for KMS and Secrets Manager no answer is published.
   */
  readonly reservedValuePrefix: "allow" | "warning" | "refuse";
}

/** What applies if a configuration sets nothing else. */
export const DEFAULT_ASSUMPTIONS: Assumptions = {
  tagCharacters: "general",
  tagLengthUnit: "code-points",
  reservedValuePrefix: "warning",
};

/** The defaults with the given ones. @throws CrosstagError `configuration` for an unknown name or an invalid value */
export function resolveAssumptions(given: CloudSettings["assumptions"]): Assumptions {
  return resolve(
    given,
    DEFAULT_ASSUMPTIONS,
    {
      tagCharacters: oneOf("general", "any"),
      tagLengthUnit: oneOf("code-points", "utf16-units"),
      reservedValuePrefix: oneOf("allow", "warning", "refuse"),
    },
    configurationError,
  );
}
