import type { Secret } from "../../state/secret.ts";
import type { RegionalContext } from "../context.ts";
import type { Parameters } from "../parameters.ts";
import { secretNotFound } from "./errors.ts";

/** The secret that an operation changes, by its parameter SecretName. */
export function secretToChange(parameters: Parameters, { here }: RegionalContext): Secret {
  const secret = here.secrets.find(parameters.text("SecretName"));
  if (secret === undefined) throw secretNotFound();
  return secret;
}
