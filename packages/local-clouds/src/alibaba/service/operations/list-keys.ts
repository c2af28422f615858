import type { Key } from "../../state/key.ts";
import type { Operation, ServiceContext } from "../context.ts";
import { page } from "../fields.ts";
import { filtersOf, passes, tagsPass, type Filters } from "../filters.ts";

const knownFilters = [
  "KeyState",
  "KeySpec",
  "KeyUsage",
  "ProtectionLevel",
  "CreatorType",
  "Creator",
  "DKMSInstanceId",
  "KeyId",
  "keyId",
  "AliasName",
  "TagKey",
  "TagValue",
];

export const listKeys: Operation = (parameters, context) => {
  const inPage = page(parameters);
  const filters = filtersOf(parameters, knownFilters);
  const keys = context.keys.inOrderVisible;
  const { items, answer } = inPage(filters.size === 0 ? keys : keys.filter(matching(filters, context)));
  return { ...answer, Keys: { Key: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })) } };
};

function matching(filters: Filters, context: ServiceContext): (key: Key) => boolean {
  const keyIds = filters.get("AliasName")?.map((name) => context.keys.aliases.get(name));
  return (key) =>
    passes(filters, "KeyState", key.state.read()) &&
    passes(filters, "KeySpec", key.facts.spec) &&
    passes(filters, "KeyUsage", key.facts.usage) &&
    passes(filters, "ProtectionLevel", key.facts.protectionLevel) &&
    passes(filters, "CreatorType", "User") &&
    passes(filters, "Creator", key.facts.creator) &&
    passes(filters, "DKMSInstanceId", "") &&
    passes(filters, "KeyId", key.id) &&
    passes(filters, "keyId", key.id) &&
    (keyIds === undefined || keyIds.includes(key.id)) &&
    tagsPass(filters, key.tags.read());
}
