import { capitalize, fieldsOf, isList, isMap } from "@crosstag/core/internal";
import { UsageError } from "../usage-error.ts";
import type { ListedReference } from "./listed-reference.ts";
import { refuseUnusedPlace } from "./refuse-unused-place.ts";

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
  const missing = unlistedCloud(value);
  if (missing !== undefined) throw incompleteListing(place, missing);
  const own = referenceOf(value);
  if (own !== undefined) {
    refuseUnusedPlace(
      own,
      (field) => (isMap(value) ? value[field] : undefined),
      () => capitalize(place),
    );
    return [{ reference: own }];
  }
  const lists = isMap(value) ? LIST_FIELDS.filter((name) => isMap(value[name]) || Array.isArray(value[name])) : [];
  if (isMap(value) && lists.length > 0 && level < MOST_LEVELS) {
    const found = lists.flatMap((name) =>
      jsonReferences(value[name], `${JSON.stringify(name)} of ${place}`, level + 1),
    );
    const why = whyIncomplete(value, found.length);
    if (why !== undefined) throw incomplete(capitalize(place), why);
    return found;
  }
  throw nameless(value, place);
}

function nameless(value: unknown, place: string): UsageError {
  const fields = isMap(value) ? Object.keys(value) : undefined;
  const told = fields?.slice(0, MOST_FIELDS_TOLD).map((name) => JSON.stringify(name));
  const found =
    told === undefined || told.length === 0
      ? ""
      : ` It has the fields ${told.join(", ")}${told.length < (fields?.length ?? 0) ? "…" : ""}.`;
  return new UsageError(`${capitalize(place)} does not name a resource.${found}`, FORMS);
}

function referenceOf(value: unknown): string | undefined {
  if (!isMap(value)) return undefined;
  const named = REFERENCE_FIELDS.map((name) => value[name]).find((text) => typeof text === "string");
  if (named !== undefined) return named;
  // Alibaba lists secrets by their names, and rows of tags by kind and id.
  const { SecretName: secret, ResourceType: kind, ResourceId: id } = value;
  if (typeof secret === "string") return `secret/${secret}`;
  if (typeof id !== "string") return undefined;
  return kind === "secret" || kind === "certificate" ? `${kind}/${id}` : id;
}

/** What `crosstag list` says of a cloud that it could not list. */
function unlistedCloud(value: unknown): string | undefined {
  const { unlisted } = fieldsOf(value);
  const first = isList(unlisted) ? unlisted[0] : value;
  if (!isMap(first) || typeof first["cloud"] !== "string" || !isMap(first["error"])) return undefined;
  return first["cloud"];
}

function incompleteListing(place: string, cloud: string): UsageError {
  return new UsageError(
    `${capitalize(place)} is not a complete list: "${cloud}" could not be listed.`,
    "Fix the problem that `crosstag list` reported for that cloud, or list only the others with --cloud.",
  );
}

/** The clouds list in pages, and say that there are more in words that are easily passed over. */
function whyIncomplete(list: Readonly<Record<string, unknown>>, found: number): string | undefined {
  const token = ["NextToken", "NextMarker"].find((name) => typeof list[name] === "string" && list[name] !== "");
  if (token !== undefined) return `it has a ${token}`;
  if (list["Truncated"] === true) return 'it has "Truncated": true';
  const { TotalCount: total } = list;
  return typeof total === "number" && total > found ? `it names ${found} of ${total} (TotalCount)` : undefined;
}

/** @param subject which list, as the beginning of a sentence */
export function incomplete(subject: string, why: string): UsageError {
  return new UsageError(
    `${subject} is one page of a longer list: ${why}.`,
    "List all of it (`crosstag list --output jsonl`, `aws kms list-keys` without --max-items, `aliyun kms ListKeys --pager`), or name the references one by one.",
  );
}
