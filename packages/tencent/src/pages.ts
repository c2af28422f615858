import type { Reference, ResourcePage, TagPage } from "@crosstag/core/driver";
import { type Answer, isCount, listIn, malformed } from "./answer.ts";
import { TencentCallError } from "./call-error.ts";
import { RESOURCES_PER_PAGE } from "./requests.ts";
import { resourceIdIn, secretIdIn } from "./resource-id.ts";
import type { ResourceType } from "./resource-type.ts";

/** Where a page of tags begins, and how many rows the first page counted. */
interface TagCursor {
  readonly offset: number;
  readonly total: number | undefined;
}

/** Reads a cursor that `toTagPage` made. */
export function tagCursorOf(cursor: string | undefined): TagCursor {
  const [offset = 0, total] = (cursor ?? "0").split("/").map(Number);
  return { offset, total };
}

/**
 * A page of tags, from DescribeResourceTagsByResourceIds. Pages are numbered by rows, so that rows move when tags change
 * meanwhile. That shows in the count; a call for fewer keys has one page.
 * @throws TencentCallError `malformed`, or `shifted`
 */
export function toTagPage(answer: Answer, { offset, total: before }: TagCursor, { service }: ResourceType): TagPage {
  const { requestId } = answer;
  const { TotalCount: total } = answer.body;
  if (!isCount(total)) throw malformed(answer, "no number of tags");
  if (before !== undefined && before !== total) throw new TencentCallError({ kind: "shifted", requestId });
  const rows = listIn(answer, "Tags").map(({ ResourceId: id, TagKey: key, TagValue: value, ServiceType: named }) => {
    if (typeof id !== "string" || typeof key !== "string" || key === "" || typeof value !== "string")
      throw malformed(answer, "a tag without a resource, key or value, or one that is not text");
    if ((named ?? service.name) !== service.name) throw malformed(answer, "tags of another service than requested");
    return { id, key, value };
  });
  const end = offset + rows.length;
  if (end > total || (end < total && rows.length === 0)) throw new TencentCallError({ kind: "shifted", requestId });
  return { requestId, rows, ...(end < total && { next: `${end}/${total}` }) };
}

/** A page of ListKeyDetail or ListSecrets, whose cursor is an offset. @throws TencentCallError `malformed` */
export function toResourcePage(answer: Answer, offset: number, { kind, plural }: ResourceType): ResourcePage {
  const { TotalCount: total } = answer.body;
  if (!isCount(total)) throw malformed(answer, `no number of ${plural}`);
  const name = kind === "key" ? "KeyMetadatas" : "SecretMetadatas";
  // The list is null if there is nothing to list.
  const rows = total === 0 && answer.body[name] === null ? [] : listIn(answer, name);
  if (rows.length > RESOURCES_PER_PAGE) throw malformed(answer, `more ${plural} than requested`);
  const resources = rows.flatMap((row): readonly Reference[] => {
    const id = kind === "key" ? resourceIdIn(row["KeyId"], row["ResourceId"]) : secretIdIn(row);
    return id === undefined ? [] : [{ provider: "tencent", kind, id, alias: false, text: `${kind}/${id}` }];
  });
  const end = offset + rows.length;
  return {
    requestId: answer.requestId,
    resources,
    total,
    ...(rows.length > resources.length && { unreadable: rows.length - resources.length }),
    ...(rows.length > 0 && end < total && { next: String(end) }),
  };
}
