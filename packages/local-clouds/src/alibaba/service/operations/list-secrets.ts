import type { Secret } from "../../state/secret.ts";
import type { Operation } from "../context.ts";
import { optionalBoolean, page, timeText } from "../fields.ts";
import { filtersByTag, filtersOf, passes, tagsPass, type Filters } from "../filters.ts";
import { listedTags } from "../tag-rules.ts";

const knownFilters = ["SecretName", "Description", "TagKey", "TagValue", "DKMSInstanceId", "SecretType", "Creator"];
/** A filter by tag returns at most this many, according to the operation's page. */
const mostFoundByTag = 4000;

export const listSecrets: Operation = (parameters, context) => {
  const inPage = page(parameters);
  const filters = filtersOf(parameters, knownFilters);
  const withTags = optionalBoolean(parameters, "FetchTags") === true;
  const { items, answer } = inPage(found(context.secrets.inOrderVisible, filters, context.account));
  const secrets = items.map((secret) => ({
    SecretName: secret.id,
    SecretType: secret.facts.secretType,
    CreateTime: timeText(secret.facts.createdAt),
    UpdateTime: timeText(secret.facts.createdAt),
    PlannedDeleteTime: timeText(secret.deleteAt),
    OwingService: "",
    ...(withTags ? { Tags: { Tag: listedTags(secret.tags.read(), context.settings) } } : {}),
  }));
  return { ...answer, SecretList: { Secret: secrets } };
};

function found(secrets: readonly Secret[], filters: Filters, account: string): readonly Secret[] {
  if (filters.size === 0) return secrets;
  const matching = secrets.filter(
    (secret) =>
      passes(filters, "SecretName", secret.id) &&
      passes(filters, "Description", secret.facts.description) &&
      passes(filters, "DKMSInstanceId", "") &&
      passes(filters, "SecretType", secret.facts.secretType) &&
      passes(filters, "Creator", account) &&
      tagsPass(filters, secret.tags.read()),
  );
  return filtersByTag(filters) ? matching.slice(0, mostFoundByTag) : matching;
}
