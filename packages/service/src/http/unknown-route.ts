import { didYouMean } from "@crosstag/core/internal";
import { ServiceError } from "./service-error.ts";

/**
 * The error for an address that the service does not have.
 * @param paths those of the operations: `/v1/runs/{run}`
 */
export function unknownRoute(path: string, paths: readonly string[]): ServiceError {
  const given = path.split("/");
  const meant = didYouMean(
    path,
    paths.map((known) => withParametersOf(given, known.split("/"))),
  );
  const suggestion = meant === undefined ? "" : `Did you mean ${meant}? `;
  const aws = path === "/" ? " The AWS protocol is offered here if the access file has accessKeys." : "";
  return new ServiceError({
    code: "not-found",
    message: `${JSON.stringify(path)} is not an address of this service.`,
    hint: `${suggestion}The operations are in /v1/openapi.json.${aws}`,
  });
}

/** A path of as many parts gets the parameters that are given, so that they do not count as typing errors. */
function withParametersOf(given: readonly string[], known: readonly string[]): string {
  if (given.length !== known.length) return known.join("/");
  return known.map((part, index) => (part.startsWith("{") ? (given[index] ?? part) : part)).join("/");
}
