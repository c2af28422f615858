import type {
  AliasPage,
  AliasRow,
  Reference,
  ResourceKind,
  ResourcePage,
  TagPage,
  TagRow,
} from "@crosstag/core/driver";
import { type Answer, isObject, malformed } from "./answer.ts";
import { placeOf } from "./resource-arn.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * A page of tags, from ListTagResources.
 * @throws AlibabaCallError `malformed`, also if the next page would be this one
 */
export function toTagPage(answer: Answer, kind: ResourceKind, cursor: string | undefined): TagPage {
  const next = answer.body["NextToken"] ?? "";
  if (typeof next !== "string") throw malformed(answer, "a NextToken that is not text");
  if (next !== "" && next === cursor) throw malformed(answer, "the token of this page as that of the next one");
  const rows = tagList(answer, "TagResources", "TagResource").map((row) => {
    const type = row["ResourceType"] ?? kind;
    if (type !== kind) throw malformed(answer, "tags of a resource of another kind than requested");
    return toTagRow(answer, row, row["ResourceId"]);
  });
  return { requestId: answer.requestId, rows, ...(next !== "" && { next }) };
}

/** The tags of one resource, from ListResourceTags or DescribeSecret. @throws AlibabaCallError `malformed` */
export function toTagPageOf({ id, kind, region, account }: Reference, answer: Answer): TagPage {
  // ListResourceTags names the key in every row, DescribeSecret the secret once.
  const secret = kind === "secret" ? answer.body["SecretName"] : id;
  const arn = kind === "secret" ? answer.body["Arn"] : undefined;
  const place = placeOf(typeof arn === "string" ? arn : undefined, kind);
  // These calls do not name a region: an endpoint of another region would answer for its own secret of the same name.
  if (place !== undefined && (place.id !== id || differs(place.region, region) || differs(place.account, account)))
    throw malformed(answer, "tags of a secret of another name, account or region than requested");
  const rows = tagList(answer, "Tags", "Tag").map((row) => {
    if (kind === "key" && (row["KeyId"] ?? id) !== id) throw malformed(answer, "tags of another key than requested");
    return toTagRow(answer, row, id);
  });
  if (secret !== id) throw malformed(answer, "a description of another secret than requested");
  return { requestId: answer.requestId, rows };
}

/** A page of ListKeys or ListSecrets, whose cursor is a page number. @throws AlibabaCallError `malformed` */
export function toResourcePage(answer: Answer, kind: ResourceKind, asked: number): ResourcePage {
  const rows = kind === "key" ? list(answer, "Keys", "Key") : list(answer, "SecretList", "Secret");
  const resources = rows.flatMap((row) => toReference(row, kind) ?? []);
  return { resources, ...numbered(answer, asked, { rows: rows.length, readable: resources.length }) };
}

/** A page of ListAliases, whose cursor is a page number. @throws AlibabaCallError `malformed` */
export function toAliasPage(answer: Answer, asked: number): AliasPage {
  const rows = list(answer, "Aliases", "Alias");
  const aliases = rows.flatMap((row) => toAliasRow(row) ?? []);
  return { aliases, ...numbered(answer, asked, { rows: rows.length, readable: aliases.length }) };
}

/** What a page with a number says of the whole list. */
function numbered(
  answer: Answer,
  asked: number,
  { rows, readable }: { readonly rows: number; readonly readable: number },
): Pick<ResourcePage, "next" | "requestId" | "total" | "unreadable"> {
  const { PageNumber: page, PageSize: size, TotalCount: total } = answer.body;
  if (page !== asked) throw malformed(answer, "another page than requested");
  if (!isCount(size) || size === 0 || !isCount(total)) throw malformed(answer, "a page without its counts");
  return {
    requestId: answer.requestId,
    total,
    ...(rows > readable && { unreadable: rows - readable }),
    ...(rows > 0 && asked * size < total && { next: String(asked + 1) }),
  };
}

/** Undefined if the entry does not name an alias and its key. */
function toAliasRow({ AliasName: name, AliasArn: arn, KeyId: id }: Row): AliasRow | undefined {
  if (!isName(name) || !name.startsWith("alias/") || !isName(id)) return undefined;
  const place = placeOf(typeof arn === "string" ? arn : undefined, "alias");
  if (place !== undefined && `alias/${place.id}` !== name) return undefined;
  const { region, account } = place ?? {};
  const known = { ...(region !== undefined && { region }), ...(account !== undefined && { account }) };
  return { alias: { provider: "alibaba", kind: "key", id: name, alias: true, ...known, text: name }, id };
}

/** Visible ASCII: it can be printed and sent. */
function isName(text: unknown): text is string {
  return typeof text === "string" && /^[!-~]{1,256}$/.test(text);
}

/** Undefined if the entry does not name a resource. */
function toReference(row: Row, kind: ResourceKind): Reference | undefined {
  const id = kind === "key" ? row["KeyId"] : row["SecretName"];
  if (!isName(id)) return undefined;
  const arn = row["KeyArn"];
  const place = placeOf(typeof arn === "string" ? arn : undefined, kind);
  if (place !== undefined && place.id !== id) return undefined;
  return {
    provider: "alibaba",
    kind,
    id,
    alias: false,
    ...(place !== undefined && { region: place.region, account: place.account }),
    text: kind === "key" ? id : `${kind}/${id}`,
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function toTagRow(answer: Answer, row: Row, id: unknown): TagRow {
  const { TagKey: key, TagValue: value = "" } = row;
  if (typeof id !== "string" || typeof key !== "string" || key === "" || typeof value !== "string")
    throw malformed(answer, "a tag without a resource or key, or with a key or value that is not text");
  return { id, key, value };
}

function differs(one: string, other: string | undefined): boolean {
  return other !== undefined && one !== other;
}

/**
 * A list of tags. The answer does not contain its length, so an absent list must not read as "no tags". Wrapper and
 * list always exist, and the list can be `null`: otherwise Terraform's provider could not read resources without tags.
 */
function tagList(answer: Answer, outer: string, inner: string): readonly Row[] {
  const wrapper = answer.body[outer];
  if (!isObject(wrapper) || !Object.hasOwn(wrapper, inner)) throw malformed(answer, "no list of tags");
  return list(answer, outer, inner);
}

/** A list in its wrapper, for example `Keys.Key`. If there is nothing to list, either can be absent or null. */
function list(answer: Answer, outer: string, inner: string): readonly Row[] {
  const wrapper = answer.body[outer] ?? {};
  const rows = isObject(wrapper) ? (wrapper[inner] ?? []) : undefined;
  if (!Array.isArray(rows)) throw malformed(answer, "a list that is not an array");
  return rows.map((row: unknown) => (isObject(row) ? row : {}));
}
