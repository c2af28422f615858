import type { PlanTagsRequest } from "@crosstag/core";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { readText } from "./read-text.ts";

/** Of every command that plans. */
export interface AccessPolicyOptions {
  readonly accessPolicy?: readonly string[];
  readonly readAccessPolicies?: boolean;
}

/** Policy documents in files, one or a JSON list of them in each; and whether those of the resources are to be read. */
export async function readAccessPolicies(
  { accessPolicy = [], readAccessPolicies: reads = false }: AccessPolicyOptions,
  context: CommandContext,
): Promise<Required<Pick<PlanTagsRequest, "accessPolicies" | "readAccessPolicies">>> {
  return {
    accessPolicies: await Promise.all(accessPolicy.map((file) => readDocument(file, context))),
    readAccessPolicies: reads,
  };
}

async function readDocument(file: string, context: CommandContext): Promise<object> {
  const text = await readText(file, context);
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null) return document;
  } catch {
    // The same complaint as for JSON that is no document.
  }
  throw new UsageError(`${JSON.stringify(file)} is no policy document.`, "Give a file with a policy as JSON.");
}
