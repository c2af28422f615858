import type { ResourceDescription } from "../model/resource-description.ts";
import type { Reference } from "../model/reference.ts";
import { describeResource } from "../reads/describe-resource.ts";
import type { DescribeOptions } from "../reads/describe-resource.ts";
import type { DriverEngine } from "../calls/driver-engine.ts";
import type { RequestScope } from "../calls/request-scope.ts";
import type { CallResult } from "../calls/call-progress.ts";

/**
 * Describes a key with its materials. A list of materials that cannot be read is not an error, because it only informs:
 * the driver puts permanent refusals into the description, and this function puts the other failures there.
 */
export async function describeKey(
  engine: DriverEngine,
  reference: Reference,
  scope: RequestScope,
  options: DescribeOptions = {},
): Promise<CallResult<ResourceDescription>> {
  const described = await describeResource(engine, reference, scope, { ...options, withMaterials: true });
  if (described.ok || described.failure.retry === "no" || scope.ended !== undefined) return described;
  const plain = await describeResource(engine, reference, scope);
  if (!plain.ok) return described;
  const { key } = plain.receipt;
  if (key === undefined) return plain;
  const materialsProblem = described.failure.message;
  return { ...plain, receipt: { ...plain.receipt, key: { ...key, materialsProblem } } };
}
