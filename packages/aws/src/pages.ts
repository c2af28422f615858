import type {
  ListAliasesCommandOutput,
  ListKeysCommandOutput,
  ListResourceTagsCommandOutput,
} from "@aws-sdk/client-kms";
import type { AliasPage, AliasRow, Reference, ResourcePage, TagPage } from "@crosstag/core/driver";
import { type Answer, malformed, nameIn, requestIdOf } from "./check-answer.ts";
import type { Dialect } from "./dialects.ts";
import { aliasNameIn, keyIdIn, placeOf } from "./key-arn.ts";

/** The longest marker of AWS KMS (API reference of ListKeys and ListResourceTags, verified 2026-11-22). */
const MOST_MARKER_LENGTH = 1024;

/** A page of tags, from ListResourceTags. @throws UnexpectedAnswerError if the answer is not as documented */
export function toTagPage(answer: ListResourceTagsCommandOutput, { id }: Reference, dialect: Dialect): TagPage {
  const rows = listIn(answer, answer.Tags, dialect).map((row: { TagKey?: unknown; TagValue?: unknown } | null) => {
    // AWS always returns a value, also an empty one. Compatible services may omit an empty one.
    const { TagKey: key, TagValue: value = dialect.name === "aws" ? undefined : "" } = row ?? {};
    if (typeof key !== "string" || key === "" || typeof value !== "string")
      throw malformed(answer, "a tag without a key, or with a key or value that is not text");
    return { id, key, value };
  });
  return { rows, ...nextOf(answer, dialect), ...requestIdOf(answer) };
}

/** A page of keys, from ListKeys. @throws UnexpectedAnswerError if the answer is not as documented */
export function toResourcePage(answer: ListKeysCommandOutput, provider: string, dialect: Dialect): ResourcePage {
  const resources: Reference[] = [];
  let unreadable = 0;
  const rows: readonly ({ KeyId?: unknown; KeyArn?: unknown } | null)[] = listIn(answer, answer.Keys, dialect);
  for (const row of rows) {
    const arn = nameIn(row?.KeyArn);
    const id = nameIn(row?.KeyId) ?? (arn === undefined ? undefined : keyIdIn(arn));
    const named = arn === undefined ? undefined : keyIdIn(arn);
    if (id === undefined || (named !== undefined && named !== id)) unreadable += 1;
    else resources.push({ provider, kind: "key", id, alias: false, ...placeOf(arn), text: arn ?? id });
  }
  return { resources, ...(unreadable > 0 && { unreadable }), ...nextOf(answer, dialect), ...requestIdOf(answer) };
}

/** A page of aliases, from ListAliases. @throws UnexpectedAnswerError if the answer is not as documented */
export function toAliasPage(answer: ListAliasesCommandOutput, provider: string, dialect: Dialect): AliasPage {
  const aliases: AliasRow[] = [];
  let unreadable = 0;
  const rows: readonly ({ AliasName?: unknown; AliasArn?: unknown; TargetKeyId?: unknown } | null)[] = listIn(
    answer,
    answer.Aliases,
    dialect,
  );
  for (const row of rows) {
    const { AliasName: given, AliasArn: givenArn, TargetKeyId: target } = row ?? {};
    // An alias that AWS reserves for a service names no key until the service is used (ListAliases, verified 2026-11-29).
    if (row !== null && (target === undefined || target === null)) continue;
    const [name, arn, id] = [nameIn(given), nameIn(givenArn), nameIn(target)];
    const named = arn === undefined ? undefined : aliasNameIn(arn);
    if (name === undefined || id === undefined || (named !== undefined && named !== name)) unreadable += 1;
    else
      aliases.push({ alias: { provider, kind: "key", id: name, alias: true, ...placeOf(arn), text: arn ?? name }, id });
  }
  return { aliases, ...(unreadable > 0 && { unreadable }), ...nextOf(answer, dialect), ...requestIdOf(answer) };
}

/** The list in an answer. @throws UnexpectedAnswerError if it is absent and the dialect does not allow that */
export function listIn<Item>(
  answer: Answer & { readonly Truncated?: unknown },
  list: readonly Item[] | undefined,
  dialect: Dialect,
): readonly Item[] {
  if (list !== undefined && Array.isArray(list)) return list;
  const { emptyLists } = dialect;
  // `checkAnswer` has refused an absent list, so one that the SDK leaves out was `null`.
  const isEmpty = emptyLists === "absent" || (emptyLists === "null" && answer.Truncated === false);
  if (list === undefined && isEmpty) return [];
  throw malformed(answer, list === undefined ? "no list" : "a list that is not an array");
}

function nextOf(
  answer: Answer & { readonly Truncated?: unknown; readonly NextMarker?: unknown },
  { emptyLists }: Dialect,
): { next?: string } {
  const { Truncated: given, NextMarker: next } = answer;
  // AWS always returns Truncated; compatible services may omit it on the last page, which has no marker.
  const truncated = given ?? (emptyLists === "empty" ? undefined : typeof next === "string" && next !== "");
  if (typeof truncated !== "boolean") throw malformed(answer, "a Truncated that is not true or false");
  if (!truncated && typeof next === "string" && next !== "")
    throw malformed(answer, "Truncated: false and a NextMarker");
  if (!truncated) return {};
  if (typeof next !== "string" || next === "") throw malformed(answer, "Truncated: true and no NextMarker");
  if (next.length > MOST_MARKER_LENGTH)
    throw malformed(answer, `a NextMarker of more than ${MOST_MARKER_LENGTH} characters`);
  return { next };
}
