import type { Reference, ResourceKind, ResourcePage, TagPage, TagRow } from "@crosstag/core/driver";
import { type Answer, isObject, unreadable } from "./answer.ts";

/** @throws AlibabaCallError `unreadable`, also where the next page would be this one again */
export function toTagPage(answer: Answer, cursor: string | undefined): TagPage {
  const next = answer.body["NextToken"];
  if (typeof next === "string" && next !== "" && next === cursor) throw unreadable(answer);
  return {
    requestId: answer.requestId,
    rows: list(answer, "TagResources", "TagResource").map((row) => toTagRow(answer, row, row["ResourceId"])),
    ...(typeof next === "string" && next !== "" && { next }),
  };
}

/** The tags in an answer about one resource: ListResourceTags, DescribeSecret. */
export function toTagPageOf(resource: Reference, answer: Answer): TagPage {
  return {
    requestId: answer.requestId,
    rows: list(answer, "Tags", "Tag").map((row) => toTagRow(answer, row, resource.id)),
  };
}

/** ListKeys and ListSecrets count pages; the cursor is the number of the next. */
export function toResourcePage(answer: Answer, kind: ResourceKind): ResourcePage {
  const ids =
    kind === "key"
      ? list(answer, "Keys", "Key").map((row) => row["KeyId"])
      : list(answer, "SecretList", "Secret").map((row) => row["SecretName"]);
  const { PageNumber: page, PageSize: size, TotalCount: total } = answer.body;
  if (typeof page !== "number" || typeof size !== "number" || typeof total !== "number") throw unreadable(answer);
  const resources = ids.map((id): Reference => {
    if (typeof id !== "string" || id === "") throw unreadable(answer);
    return { provider: "alibaba", kind, id, alias: false, text: kind === "key" ? id : `${kind}/${id}` };
  });
  return {
    requestId: answer.requestId,
    resources,
    ...(resources.length > 0 && page * size < total && { next: String(page + 1) }),
  };
}

function toTagRow(answer: Answer, row: Readonly<Record<string, unknown>>, id: unknown): TagRow {
  const { TagKey: key, TagValue: value = "" } = row;
  if (typeof id !== "string" || typeof key !== "string" || typeof value !== "string") throw unreadable(answer);
  return { id, key, value };
}

/** Lists are wrapped twice, `Keys.Key`; where there is nothing to list, either layer may be missing or null. */
function list(answer: Answer, outer: string, inner: string): readonly Readonly<Record<string, unknown>>[] {
  const wrapper = answer.body[outer] ?? {};
  const rows = isObject(wrapper) ? (wrapper[inner] ?? []) : undefined;
  if (!Array.isArray(rows) || !rows.every(isObject)) throw unreadable(answer);
  return rows;
}
