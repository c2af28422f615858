import { UsageError } from "../usage-error.ts";

/** Fields and columns that say where a resource is. */
export const PLACE_FIELDS = ["provider", "account", "region"] as const;

/**
 * What is said of a place beside a short name would be passed over: a secret of that name is in every region.
 * @param where the row, for messages
 * @throws UsageError
 */
export function refuseUnusedPlace(
  reference: string,
  valueOf: (field: (typeof PLACE_FIELDS)[number]) => unknown,
  where: () => string,
): void {
  const isFull = /^(?:arn|acs):/i.test(reference);
  const field = isFull ? undefined : PLACE_FIELDS.find((name) => isText(valueOf(name)));
  if (field === undefined) return;
  throw new UsageError(
    `${where()} names ${JSON.stringify(reference)}, a short name, and its ${field} ${JSON.stringify(valueOf(field))} would be ignored.`,
    "Use full names, with account and region. Or remove that field, and select the cloud with --cloud.",
  );
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
