import type { FormValue } from "./form-value.ts";
import type { Parameter } from "./parameter.ts";
import type { FieldProblem } from "./typed-parameters.ts";

/** What all fields of a form have in common. */
export interface FormParts {
  /** Of the whole form. */
  readonly id: string;
  readonly problems: readonly FieldProblem[];
  /** Values to suggest, for a parameter that names a resource. */
  readonly suggestions: (name: string) => readonly string[];
}

/** What one field needs. */
export interface FieldProps {
  readonly parameter: Parameter;
  /** The field in its form: `Tags.0.TagKey`. */
  readonly path: string;
  readonly value: FormValue;
  readonly onChange: (value: FormValue) => void;
  readonly form: FormParts;
}
