import { type PlanTagsRequest } from "@crosstag/core";
import { jsonOf, policyDocuments } from "@crosstag/core/internal";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";
import { readText } from "./read-text.ts";

/** Of every command that plans. */
export interface AccessPolicyOptions {
  readonly accessPolicy?: readonly string[];
  readonly readAccessPolicies?: boolean;
}

/** Policy documents in files, as people or the clouds' tools write them; and whether those of the resources are to be read. */
export async function readAccessPolicies(
  { accessPolicy = [], readAccessPolicies: reads = false }: AccessPolicyOptions,
  context: CommandContext,
): Promise<Required<Pick<PlanTagsRequest, "accessPolicies" | "readAccessPolicies">>> {
  const documents = await Promise.all(accessPolicy.map((file) => readDocuments(file, context)));
  return { accessPolicies: documents.flat(), readAccessPolicies: reads };
}

async function readDocuments(file: string, context: CommandContext): Promise<readonly object[]> {
  const text = await readText(file, context);
  const content = jsonOf(text);
  // A document of IAM as `GetPolicyVersion` has it is a text, and no JSON before it is decoded.
  const documents = policyDocuments(content ?? text);
  const name = JSON.stringify(file);
  if (documents.length === 0)
    throw new UsageError(
      `The file ${name} is not a policy: ${content === undefined ? "it is not JSON" : 'no "Statement" was found in it'}.`,
      "Give a policy as JSON, or what `aws kms get-key-policy`, `aws iam get-policy-version` or `aliyun kms GetKeyPolicy` print.",
    );
  if (Array.isArray(content)) refuseOthers(content, name);
  return documents;
}

/** In a list, each item has to be a policy, so that none is left out unseen. */
function refuseOthers(items: readonly unknown[], name: string): void {
  const other = items.findIndex((item) => policyDocuments(item).length === 0);
  if (other >= 0)
    throw new UsageError(
      `Item ${other + 1} of the list in ${name} is not a policy: no "Statement" was found in it.`,
      "Leave it out, or give the policy document itself.",
    );
}
