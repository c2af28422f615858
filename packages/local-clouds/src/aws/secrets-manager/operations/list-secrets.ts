import type { JsonCall, JsonOperation } from "../../protocol/json-service.ts";
import { tokenPage } from "../../protocol/token-page.ts";
import { secretFields } from "../describe-fields.ts";
import { filtersOf, passes, type SecretFilter } from "../filters.ts";
import { secretQuotas } from "../quotas.ts";
import type { Secret, SecretState } from "../state/secret.ts";

interface ListedSecret {
  readonly secret: Secret;
  readonly shown: SecretState;
}

type SortKey = (listed: ListedSecret) => number | string;

const sortKeys: Readonly<Record<string, SortKey>> = {
  "created-date": ({ secret }) => secret.identity.createdAt,
  "last-accessed-date": ({ shown }) => shown.lastAccessedAt ?? 0,
  "last-changed-date": ({ shown }) => shown.lastChangedAt,
  name: ({ secret }) => secret.identity.name,
};

/** Each entry has the tags of its secret. The order without SortOrder is not documented; here the oldest is the first. */
export const listSecrets: JsonOperation = {
  ...secretQuotas.list,
  run(call) {
    const { parameters } = call;
    const { secretDeletedDate, secretEmptyPages } = call.member.secrets.settings;
    const withDeleted = parameters.optionalBoolean("IncludePlannedDeletion") ?? false;
    const filters = filtersOf(parameters);
    const sortBy = parameters.optionalString("SortBy", { values: Object.keys(sortKeys) }) ?? "created-date";
    const descending = parameters.optionalString("SortOrder", { values: ["asc", "desc"] }) === "desc";
    const listed = found(call, filters, withDeleted);
    const sortKey = sortKeys[sortBy];
    const scope = JSON.stringify([call.region, withDeleted, filters, sortBy, descending]);
    const { items, rest } = tokenPage(
      sortKey === undefined ? listed : sorted(listed, sortKey, descending),
      parameters,
      scope,
      {
        maximum: 100,
        invalidToken: "InvalidNextTokenException",
        emptyPages: secretEmptyPages,
      },
    );
    return { SecretList: items.map(({ secret, shown }) => secretFields(secret, shown, secretDeletedDate)), ...rest };
  },
};

function found(call: JsonCall, filters: readonly SecretFilter[], withDeleted: boolean): ListedSecret[] {
  const { secrets } = call.member;
  const region = secrets.regions.get(call.region);
  if (region === undefined) return [];
  return secrets.list(region).flatMap((secret) => {
    const shown = secret.listed();
    if (shown === undefined || (shown.deletion !== undefined && !withDeleted)) return [];
    return filters.every((filter) => passes(filter, secret, shown)) ? [{ secret, shown }] : [];
  });
}

/** Secrets that are equal by the key stay in the order of their creation, or, if `descending`, in its reverse. */
function sorted(listed: readonly ListedSecret[], keyOf: SortKey, descending: boolean): readonly ListedSecret[] {
  const ascending = listed.toSorted((one, other) => compare(keyOf(one), keyOf(other)));
  return descending ? ascending.toReversed() : ascending;
}

function compare(one: number | string, other: number | string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
