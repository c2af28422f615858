import type { CloudSettings } from "@crosstag/core/driver";
import { configurationError } from "./configuration-error.ts";

/**
 * What is taken for granted about AWS KMS where no source confirms it. Each can be set in `CloudSettings.assumptions`.
 */
export interface Assumptions {
  /**
   * Characters in keys and values; default `general`: those that AWS documents for tags of all services. KMS publishes
   * no list of its own. `any` leaves the decision to the cloud.
   */
  readonly tagCharacters: "general" | "any";
  /** What the lengths 128 and 256 are counted in; default `code-points`, which is never stricter than the cloud. */
  readonly tagLengthUnit: "code-points" | "utf16-units";
  /**
   * Whether a value may begin with `aws:`; default `warning`: reported, and sent. Many services of AWS refuse it, and of
   * KMS nobody has published an answer.
   */
  readonly reservedValuePrefix: "allow" | "warning" | "refuse";
}

export const DEFAULT_ASSUMPTIONS: Assumptions = {
  tagCharacters: "general",
  tagLengthUnit: "code-points",
  reservedValuePrefix: "warning",
};

const accepted: Readonly<Record<keyof Assumptions, readonly string[]>> = {
  tagCharacters: ["general", "any"],
  tagLengthUnit: ["code-points", "utf16-units"],
  reservedValuePrefix: ["allow", "warning", "refuse"],
};

/** @throws CrosstagError `configuration` for an unknown name or a value of the wrong form */
export function resolveAssumptions(given: CloudSettings["assumptions"] = {}): Assumptions {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(accepted, name)) {
      throw configurationError(
        `assumptions: there is no assumption "${name}".`,
        `Known assumptions: ${Object.keys(accepted).join(", ")}.`,
      );
    }
    const forms = accepted[name as keyof Assumptions];
    if (typeof value !== "string" || !forms.includes(value)) {
      throw configurationError(`assumptions.${name} has an invalid value.`, `Set it to one of: ${forms.join(", ")}.`);
    }
  }
  return { ...DEFAULT_ASSUMPTIONS, ...given };
}
