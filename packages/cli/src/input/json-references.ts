import { isMap } from "@crosstag/core";
import { UsageError } from "../usage-error.ts";
import type { ListedReference } from "./listed-reference.ts";
import { refuseUnusedPlace } from "./reference-like.ts";

/** Fields that name a resource in what Crosstag and the clouds' tools print, the fullest name first. */
const REFERENCE_FIELDS = [
  "reference",
  "Arn",
  "ARN",
  "KeyArn",
  "ResourceArn",
  "ResourceARN",
  "AliasArn",
  "KeyId",
  "resource",
] as const;

/** Fields that hold resources: of `list`, `tag`, `plan` and `check`, and of the clouds' list and describe operations. */
const LIST_FIELDS = [
  "resources",
  "outcomes",
  "entries",
  "Keys",
  "Key",
  "KeyMetadata",
  "Aliases",
  "Alias",
  "SecretList",
  "Secret",
  "TagResources",
  "TagResource",
  "ResourceTagMappingList",
] as const;

const FORMS =
  "Give references, or what `crosstag list --output json`, `aws kms list-keys` or `aliyun kms ListKeys` print.";

const MOST_FIELDS_TOLD = 10;

/** What the clouds print is nested less deep. */
const MOST_LEVELS = 16;

/** The references in a JSON value, in its order; `place` says where it stands. @throws UsageError for what has none */
export function jsonReferences(value: unknown, place: string, level = 0): readonly ListedReference[] {
  if (typeof value === "string") return [{ reference: value }];
  if (Array.isArray(value) && level < MOST_LEVELS)
    return value.flatMap((item, index) => jsonReferences(item, `item ${index + 1} of ${place}`, level + 1));
  const own = referenceOf(value);
  if (own !== undefined) {
    refuseUnusedPlace(
      own,
      (field) => (isMap(value) ? value[field] : undefined),
      () => capitalized(place),
    );
    return [{ reference: own }];
  }
  const lists = isMap(value) ? LIST_FIELDS.filter((name) => isMap(value[name]) || Array.isArray(value[name])) : [];
  if (isMap(value) && lists.length > 0 && level < MOST_LEVELS)
    return lists.flatMap((name) => jsonReferences(value[name], `${JSON.stringify(name)} of ${place}`, level + 1));
  const fields = isMap(value) ? Object.keys(value) : undefined;
  const told = fields?.slice(0, MOST_FIELDS_TOLD).map((name) => JSON.stringify(name));
  const found =
    told === undefined || told.length === 0
      ? ""
      : ` It has the fields ${told.join(", ")}${told.length < (fields?.length ?? 0) ? "…" : ""}.`;
  throw new UsageError(`${capitalized(place)} does not name a resource.${found}`, FORMS);
}

function referenceOf(value: unknown): string | undefined {
  if (!isMap(value)) return undefined;
  const field = REFERENCE_FIELDS.find((name) => typeof value[name] === "string");
  if (field !== undefined) return value[field] as string;
  // Alibaba lists secrets by their names, and rows of tags by kind and id.
  const { SecretName: secret, ResourceType: kind, ResourceId: id } = value;
  if (typeof secret === "string") return `secret/${secret}`;
  if (typeof id !== "string") return undefined;
  return kind === "secret" || kind === "certificate" ? `${kind}/${id}` : id;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
