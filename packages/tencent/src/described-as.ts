import type { Reference, ResourceDescription } from "@crosstag/core/driver";
import type { Answer } from "./answer.ts";
import type { AnswerFields } from "./answer-fields.ts";
import { TencentCallError } from "./call-error.ts";
import { ownIdOf } from "./references.ts";

/**
 * What the descriptions of all types of resources have in common. Which resource was asked for has been checked, apart from
 * its creator: calls of its own service do not name the creator.
 * @param id the resource id in the answer
 * @param deletion the field with the time of the planned deletion
 * @throws TencentCallError `other-creator` if the name that was asked for has another creator
 */
export function describedAs(
  { requestId }: Answer,
  asked: Reference,
  id: string,
  fields: AnswerFields,
  deletion: string,
): Pick<ResourceDescription, "reference" | "kind" | "requestId" | "description" | "createdAt" | "deletionAt"> {
  const { provider, kind, region, account, text } = asked;
  if (!asked.alias && asked.id.slice(0, -ownIdOf(asked).length) !== id.slice(0, -ownIdOf({ id }).length))
    throw new TencentCallError({ kind: "other-creator", requestId });
  const place = { ...(region !== undefined && { region }), ...(account !== undefined && { account }) };
  const description = fields.text("Description");
  const createdAt = fields.time("CreateTime");
  const deletionAt = fields.time(deletion);
  return {
    reference: { provider, kind, id, alias: false, ...place, text },
    kind,
    requestId,
    ...(description !== undefined && { description }),
    ...(createdAt !== undefined && { createdAt }),
    ...(deletionAt !== undefined && { deletionAt }),
  };
}
