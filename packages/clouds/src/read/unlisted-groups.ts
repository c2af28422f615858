import type { CrosstagError, ResourceKind, UnlistedResources } from "@crosstag/core";
import { kindsOf, pluralOf } from "@crosstag/core/driver";
import { nameFirst } from "@crosstag/core/internal";
import type { OpenedCrosstag } from "../open-crosstag.ts";
import { unlistedName } from "./unlisted-name.ts";

/** What could not be listed for the same reason. */
export type UnlistedGroup = readonly [UnlistedResources, ...UnlistedResources[]];

/** How what could not be listed is named. */
export interface UnlistedWords {
  /** The clouds that were listed. Absent: they are named by their providers. */
  readonly crosstag?: Pick<OpenedCrosstag, "drivers"> | undefined;
  /** The name of the only cloud that was read, as the user gave it. Absent: looked up in the configuration. */
  readonly name?: string | undefined;
  /** Returns an error as one sentence. */
  readonly describeError: (error: CrosstagError) => string;
}

/** How many accounts with one problem are named; all are in JSON output. */
const MOST_NAMED = 10;

type Naming = Pick<UnlistedWords, "crosstag" | "name">;

/** Returns the name of the cloud of something that could not be listed. */
export function nameUnlisted(one: UnlistedResources, { crosstag, name }: Naming): string {
  return name ?? (crosstag === undefined ? one.provider : unlistedName(one, crosstag));
}

/**
 * Puts together what has one reason. A role that is refused is refused for every region of its account; ended credentials
 * of an entry are refused for all of its accounts.
 */
export function groupUnlisted(all: readonly UnlistedResources[], naming: Naming): readonly UnlistedGroup[] {
  const groups = new Map<string, [UnlistedResources, ...UnlistedResources[]]>();
  for (const one of all) {
    const { provider, account, kind = "", error } = one;
    const [entry] = nameUnlisted(one, naming).split("/");
    const key = account === undefined ? String(groups.size) : [provider, entry, kind, error.message].join(" ");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** Says what could not be listed and why, in a sentence without a hint. */
export function describeUnlisted(group: UnlistedGroup, { describeError, ...naming }: UnlistedWords): string {
  const [first] = group;
  const { crosstag } = naming;
  const { kind, provider, region, error } = first;
  const told = kind ?? kindOfService(group, crosstag);
  const what = told === undefined ? "The resources" : `The ${pluralOf(crosstag?.drivers.values() ?? [], told)}`;
  const accounts = [...new Set(group.flatMap(({ account }) => account ?? []))];
  const regions = new Set(group.map((one) => one.region)).size;
  // `production/111122223333/us-east-1`: what the group has in common is named.
  const common = accounts.length > 1 ? 1 : regions > 1 ? 2 : 3;
  const shown = naming.name ?? nameUnlisted(first, naming).split("/").slice(0, common).join("/");
  const named = accounts.length > 1 ? `${accounts.length} accounts:` : "account";
  const isNamed = accounts.length === 0 || (common > 1 && naming.name === undefined);
  const counted = isNamed ? "" : `; ${named} ${nameFirst(accounts, MOST_NAMED)}`;
  const where = `${regions > 1 ? `${regions} regions` : region}${counted}`;
  // The cloud has no operation for a kind that was asked for.
  const problem =
    kind !== undefined && error.code === "unsupported" ? "cannot be listed" : "could not be listed completely";
  return `${what} of ${JSON.stringify(shown)} (${provider}, ${where}) ${problem}: ${describeError(error)}`;
}

/** The only kind of the service that the whole group is about: the KMS and its services are listed each by itself. */
function kindOfService(group: UnlistedGroup, crosstag: Naming["crosstag"]): ResourceKind | undefined {
  const [{ provider, service }] = group;
  if (service === undefined || group.some((one) => one.service !== service)) return undefined;
  const drivers = [...(crosstag?.drivers.values() ?? [])];
  const driver = drivers.find((one) => one.provider === provider && one.service === service);
  const [kind, ...others] = driver === undefined ? [] : kindsOf(driver);
  return others.length === 0 ? kind : undefined;
}
