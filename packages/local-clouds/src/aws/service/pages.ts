import { awsError } from "../protocol/aws-error.ts";
import type { Parameters } from "../protocol/parameters.ts";

export interface Page<T> {
  readonly items: readonly T[];
  /** The fields of the answer about further pages. */
  readonly rest: { readonly Truncated: boolean; readonly NextMarker?: string };
}

export interface PageRequest {
  readonly start: number;
  readonly limit: number;
}

interface PageLimits {
  /** The maximum of `Limit`. */
  readonly accepted: number;
  /** The maximum number of items of a page. */
  readonly maximum: number;
  readonly default: number;
}

/**
 * Reads `Limit` and `Marker`; call the result with what is listed to get the page. A marker is opaque to clients and
 * bound to what is listed: another listing's marker is refused with `InvalidMarkerException`.
 */
export function pageRequest(parameters: Parameters, limits: PageLimits): (scope: string) => PageRequest {
  const limit = parameters.optionalInteger("Limit", 1, limits.accepted) ?? limits.default;
  const marker = parameters.optionalString("Marker", {
    minimum: 1,
    maximum: 1024,
    pattern: /^[\u0020-\u00FF]*$/,
  });
  return (scope) => ({
    start: marker === undefined ? 0 : startOf(marker, scope),
    limit: Math.min(limit, limits.maximum),
  });
}

export function pageOf<T>(all: readonly T[], request: PageRequest, scope: string): Page<T> {
  const end = request.start + request.limit;
  const items = all.slice(request.start, end);
  if (end >= all.length) return { items, rest: { Truncated: false } };
  return {
    items,
    rest: { Truncated: true, NextMarker: Buffer.from(`${scope}|${end}`).toString("base64url") },
  };
}

function startOf(marker: string, scope: string): number {
  const [markedScope, position = ""] = Buffer.from(marker, "base64url").toString().split("|");
  const start = Number(position);
  if (markedScope !== scope || !Number.isInteger(start) || start < 1) {
    throw awsError("InvalidMarkerException", "Could not deserialize marker");
  }
  return start;
}
