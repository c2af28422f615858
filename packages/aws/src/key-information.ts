import type { GetKeyLastUsageCommandOutput, ListKeyRotationsCommandOutput } from "@aws-sdk/client-kms";
import type { KeyMaterialList, LastUseReceipt } from "@crosstag/core/driver";
import { checkRotations, describeMaterial } from "./describe-key.ts";
import type { Dialect } from "./dialects.ts";
import { malformed, requestIdOf } from "./check-answer.ts";
import { listIn } from "./pages.ts";
import { fieldsOf } from "@crosstag/core/internal";

/** The largest page of ListKeyRotations. A key can have far fewer materials (25 rotations on demand). */
export const MOST_MATERIALS = 1000;

/** Every material of a key, from ListKeyRotations. @throws UnexpectedAnswerError if the answer is not as documented */
export function toMaterialList(answer: ListKeyRotationsCommandOutput, dialect: Dialect): KeyMaterialList {
  if (answer.Truncated) throw malformed(answer, "more key materials than fit on one page");
  const entries = checkRotations(answer, listIn(answer, answer.Rotations, dialect));
  return { materials: entries.map(describeMaterial), ...requestIdOf(answer) };
}

/** The last use, from GetKeyLastUsage. @throws UnexpectedAnswerError if the answer is not as documented */
export function toLastUse(answer: GetKeyLastUsageCommandOutput): LastUseReceipt {
  const { KeyLastUsage: usage, TrackingStartDate: since } = fieldsOf(answer);
  const { Operation: operation, Timestamp: usedAt } = fieldsOf(usage);
  if (!isTime(since) || !isTime(usedAt) || (since === undefined && usedAt === undefined))
    throw malformed(answer, "no valid time of the last use");
  return {
    lastUse: {
      ...(usedAt !== undefined && { usedAt: usedAt.getTime() }),
      ...(typeof operation === "string" && { operation }),
      ...(since !== undefined && { recordedSince: since.getTime() }),
    },
    ...requestIdOf(answer),
  };
}

function isTime(value: unknown): value is Date | undefined {
  return value === undefined || (value instanceof Date && !Number.isNaN(value.getTime()));
}
