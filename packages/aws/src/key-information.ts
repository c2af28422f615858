import { GetKeyLastUsageCommand, type KeyMetadata, ListKeyRotationsCommand } from "@aws-sdk/client-kms";
import type { CallContext, KeyFacts } from "@crosstag/core/driver";
import { classifyFailure } from "./classify-failure.ts";
import type { KmsSender } from "./client.ts";
import { checkRotations, describeMaterial } from "./describe-key.ts";
import type { Dialect } from "./dialects.ts";
import { ForeignAnswerError } from "./foreign-answer-error.ts";
import { listIn, malformed } from "./pages.ts";

/**
 * The materials of a key, or why they are not known. They only inform a decision, so a permanent failure becomes a
 * `materialsProblem`.
 * @throws the error of a transient failure, so that the call is repeated
 */
export async function listMaterials(
  sender: KmsSender,
  dialect: Dialect,
  key: KeyMetadata,
  context: CallContext,
): Promise<Pick<KeyFacts, "materials" | "materialsProblem">> {
  if (!dialect.materialIds || key.Origin !== "EXTERNAL" || key.KeySpec !== "SYMMETRIC_DEFAULT") return {};
  try {
    const command = new ListKeyRotationsCommand({
      KeyId: key.Arn ?? key.KeyId,
      IncludeKeyMaterial: "ALL_KEY_MATERIAL",
      Limit: 1000,
    });
    const answer = await sender.send(command, context);
    if (answer.Truncated) throw malformed(answer, "more key materials than fit on one page");
    return { materials: checkRotations(answer, listIn(answer, answer.Rotations, dialect)).map(describeMaterial) };
  } catch (error) {
    // Multi-Region and deleted keys may have nothing to list; the answer of DescribeKey is still valid.
    if (error instanceof Error && /^(?:UnsupportedOperation|KMSInvalidState)Exception$/.test(error.name))
      return { materialsProblem: `AWS KMS does not list them for this key: ${error.name}` };
    if (classifyFailure(error).retry !== "no" && !isMissing(error)) throw error;
    return { materialsProblem: problemOf("ListKeyRotations", error) };
  }
}

/** When a key was last used, or why that is not known. */
export async function readLastUse(
  sender: KmsSender,
  dialect: Dialect,
  key: KeyMetadata,
  context: CallContext,
): Promise<Pick<KeyFacts, "lastUse" | "lastUseProblem">> {
  if (!dialect.lastUsage) return {};
  try {
    const answer = await sender.send(new GetKeyLastUsageCommand({ KeyId: key.Arn ?? key.KeyId }), context);
    const { KeyLastUsage: usage, TrackingStartDate: since } = answer as unknown as Readonly<Record<string, unknown>>;
    const { Operation: operation, Timestamp: usedAt } = (usage ?? {}) as Readonly<Record<string, unknown>>;
    if (!isTime(since) || !isTime(usedAt) || (since === undefined && usedAt === undefined))
      throw malformed(answer, "no valid time of the last use");
    return {
      lastUse: {
        ...(usedAt !== undefined && { usedAt: usedAt.getTime() }),
        ...(typeof operation === "string" && { operation }),
        ...(since !== undefined && { recordedSince: since.getTime() }),
      },
    };
  } catch (error) {
    return { lastUseProblem: problemOf("GetKeyLastUsage", error) };
  }
}

function isTime(value: unknown): value is Date | undefined {
  return value === undefined || (value instanceof Date && !Number.isNaN(value.getTime()));
}

/** The service does not support the operation: by AWS's error code, or by local-kms's status (verified 2026-11-22). */
function isMissing(error: unknown): boolean {
  return error instanceof ForeignAnswerError ? error.status === 501 : classifyFailure(error).code === "unsupported";
}

function problemOf(operation: string, error: unknown): string {
  const { code, message } = classifyFailure(error);
  if (code === "access-denied") return `access denied: kms:${operation}`;
  if (isMissing(error)) return `this service does not support ${operation}`;
  return `${operation} failed: ${message.replace(/\.$/, "")}`;
}
