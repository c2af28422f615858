import type { CallLimit, CallLimits } from "./call-limits.ts";
import type { KmsProfile } from "./kms-profile.ts";
import type { Quota } from "./quota.ts";

/** The limits of one call, for tables that people read. */
export interface LimitRow {
  /** The operation, with its shape if that is not the main one: `writeTags`, `writeTags as AttachResourcesTag`. */
  readonly operation: string;
  readonly kind: string;
  readonly limit: CallLimit;
}

/** All limits, each operation with its main shape first. */
export function limitRows({
  writeTags,
  removeTags,
  readTags,
  changeTags = {},
  shapes = {},
}: CallLimits): readonly LimitRow[] {
  const operations = Object.entries({ writeTags, removeTags, readTags, changeTags });
  const ofShapes = Object.entries({ writeTags: {}, removeTags: {}, ...shapes });
  return [
    ...operations.flatMap(([operation, byKind]) =>
      Object.entries(byKind).flatMap(([kind, limit]) => (limit === undefined ? [] : [{ operation, kind, limit }])),
    ),
    ...ofShapes.flatMap(([operation, byKind]) =>
      Object.entries(byKind).flatMap(([kind, ofKind]) =>
        (ofKind ?? []).map((limit) => ({ operation: inShape(operation, limit.shape), kind, limit })),
      ),
    ),
  ];
}

/**
 * What spends a quota, for tables: `writeTags (key)`, `writeTags as AttachResourcesTag`. What the cloud does not offer spends
 * none, although the call that it would be has a quota.
 */
export function describeSpending(
  { covers }: Pick<Quota, "covers">,
  { capabilities }: Pick<KmsProfile, "capabilities">,
): readonly string[] {
  return covers
    .filter(({ operation, kind }) => {
      const byKind = capabilities[operation];
      const concerned = kind === undefined ? Object.values(byKind) : [byKind[kind]];
      return concerned.some((capability) => capability !== undefined && capability.support !== "no");
    })
    .map(describeCovered);
}

function describeCovered({ operation, kind, shape }: Quota["covers"][number]): string {
  const what = shape === undefined || shape === "main" ? operation : inShape(operation, shape);
  return kind === undefined ? what : `${what} (${kind})`;
}

function inShape(operation: string, shape: string): string {
  return `${operation} as ${shape}`;
}
