import { CrosstagError } from "../model/crosstag-error.ts";
import type { Reference } from "../model/reference.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";

/**
 * Why a resource that the cloud has listed cannot be named in a request; undefined when it can. An id of a form that the
 * adapter does not know is that resource's failure, and no reason to refuse what was listed beside it.
 */
export function listedNameProblem({ driver }: DriverEngine, reference: Reference): CrosstagError | undefined {
  const name = driver.references.format(reference, driver.scope);
  const parsed = driver.references.parse(name, driver.scope);
  if ("reference" in parsed && parsed.reference.id === reference.id) return undefined;
  return new CrosstagError({
    code: "unsupported",
    provider: driver.provider,
    operation: "listResources",
    reference: name,
    message: `${driver.title} lists this ${reference.kind} with an id in an unknown format.`,
    hint: "Use a newer version of Crosstag; for a compatible service, set the dialect that accepts its ids.",
  });
}

export function isUnnameable(error: unknown): error is CrosstagError {
  return CrosstagError.is(error) && error.code === "unsupported" && error.operation === "listResources";
}
