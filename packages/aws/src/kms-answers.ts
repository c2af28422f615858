import type { AnswerForm } from "./check-answer.ts";
import type { Dialect } from "./dialects.ts";

/** The largest answer of AWS KMS, a page of a thousand keys, is below 200 KB. */
const MOST_BYTES = 1024 * 1024;
const FIELDS: AnswerForm["fields"] = new Map([
  ["TagResource", []],
  ["UntagResource", []],
  ["DeleteImportedKeyMaterial", ["KeyId", "KeyMaterialId"]],
]);
const LISTS: AnswerForm["lists"] = new Map([
  ["ListResourceTags", "Tags"],
  ["ListKeys", "Keys"],
  ["ListAliases", "Aliases"],
  ["ListKeyRotations", "Rotations"],
]);

/** What answers of AWS KMS have, and those of other services that write `null` for an empty list. */
export function kmsAnswers({ emptyLists }: Pick<Dialect, "emptyLists">): AnswerForm {
  return { title: "AWS KMS", mostBytes: MOST_BYTES, fields: FIELDS, lists: emptyLists === "null" ? LISTS : new Map() };
}
