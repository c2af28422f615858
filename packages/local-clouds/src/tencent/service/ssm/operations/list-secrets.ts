import type { Secret, SecretStatus } from "../../../state/secret.ts";
import type { RegionalContext } from "../../context.ts";
import type { Parameters } from "../../parameters.ts";
import { passesTagFilters, tagFiltersOf } from "../../tag-filters.ts";
import type { Operation } from "../../tencent-service.ts";
import { secretMetadata } from "../secret-metadata.ts";

const defaultLimit = 20;
/** By the numbers that select them; 0 selects all. */
const statuses: readonly (SecretStatus | undefined)[] = [undefined, "Enabled", "Disabled", "PendingDelete"];

export const listSecrets: Operation<RegionalContext> = {
  parameters: ["Offset", "Limit", "OrderType", "State", "SearchSecretName", "TagFilters", "SecretType"],
  quota: 40,
  carryOut: (parameters, { here }) => {
    const found = here.secrets.inOrderVisible.filter(selection(parameters));
    const ascending = parameters.integer("OrderType", { from: 0, to: 1, fallback: 0 }) === 1;
    const offset = parameters.integer("Offset", { from: 0, to: Number.MAX_SAFE_INTEGER, fallback: 0 });
    const limit = parameters.integer("Limit", { from: 0, to: 200, fallback: 0 }) || defaultLimit;
    const secrets = (ascending ? found : found.toReversed()).slice(offset, offset + limit);
    return {
      TotalCount: found.length,
      SecretMetadatas: secrets.map((secret) => ({
        ...secretMetadata(secret),
        KmsKeyType: secret.facts.kmsKeyId === "" ? "DEFAULT" : "CUSTOMER",
        RotationStatus: 0,
        NextRotationTime: 0,
      })),
    };
  },
};

function selection(parameters: Parameters): (secret: Secret) => boolean {
  const status = statuses[parameters.integer("State", { from: 0, to: statuses.length - 1, fallback: 0 })];
  // The other types are secrets of products, key pairs and API keys, which a local cloud does not have.
  const isOwnType = parameters.integer("SecretType", { from: 0, to: 4, fallback: 0 }) === 0;
  const search = parameters.optionalText("SearchSecretName") ?? "";
  const filters = tagFiltersOf(parameters);
  return (secret) =>
    isOwnType &&
    (status === undefined || secret.status.read() === status) &&
    secret.id.includes(search) &&
    passesTagFilters(filters, secret.tags.read());
}
