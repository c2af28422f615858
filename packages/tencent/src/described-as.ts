import type { Reference, ResourceDescription } from "@crosstag/core/driver";
import type { Answer } from "./answer.ts";
import type { AnswerFields } from "./answer-fields.ts";

/** What the descriptions of all types of resources have in common. `id`: the resource id in the answer. */
export function describedAs(
  { requestId }: Answer,
  { provider, kind, region, account, text }: Reference,
  id: string,
  fields: AnswerFields,
): Pick<ResourceDescription, "reference" | "kind" | "requestId" | "description" | "createdAt"> {
  const place = { ...(region !== undefined && { region }), ...(account !== undefined && { account }) };
  const description = fields.text("Description");
  const createdAt = fields.time("CreateTime");
  return {
    reference: { provider, kind, id, alias: false, ...place, text },
    kind,
    requestId,
    ...(description !== undefined && { description }),
    ...(createdAt !== undefined && { createdAt }),
  };
}
