import type { CloudSettings } from "@crosstag/core/driver";
import type { ConfigurationError } from "./configuration-error.ts";

/** What values an assumption can have. */
export interface AssumptionForm {
  /** Whether a value is accepted. */
  test(value: unknown): boolean;
  /** The accepted values in words: `true or false`. */
  readonly form: string;
}

/** An assumption with a few named values. */
export function oneOf(...values: readonly string[]): AssumptionForm {
  return {
    test: (value) => typeof value === "string" && values.includes(value),
    form: values.length === 2 ? values.map(quote).join(" or ") : `one of: ${values.join(", ")}`,
  };
}

/** An assumption that holds or does not. */
export const trueOrFalse: AssumptionForm = { test: (value) => typeof value === "boolean", form: "true or false" };

/** An assumption that is a number of things. */
export const positiveInteger: AssumptionForm = {
  test: (value) => typeof value === "number" && Number.isInteger(value) && value > 0,
  form: "a whole number above 0",
};

/**
 * The assumptions of a driver: the defaults with the given ones.
 * @throws CrosstagError `configuration` for an unknown name or an invalid value
 */
export function resolveAssumptions<Assumptions extends object>(
  given: CloudSettings["assumptions"],
  defaults: Assumptions,
  forms: Readonly<Record<keyof Assumptions, AssumptionForm>>,
  configurationError: ConfigurationError,
): Assumptions {
  const known = new Map(Object.entries<AssumptionForm>(forms));
  for (const [name, value] of Object.entries(given ?? {})) {
    const accepted = known.get(name);
    if (accepted === undefined) {
      throw configurationError(
        `assumptions: there is no assumption "${name}".`,
        `Known assumptions: ${[...known.keys()].join(", ")}.`,
      );
    }
    if (!accepted.test(value))
      throw configurationError(`assumptions.${name} has an invalid value.`, `Set it to ${accepted.form}.`);
  }
  return { ...defaults, ...given };
}

function quote(value: string): string {
  return JSON.stringify(value);
}
