import type { ResourceKind, UnlistedResources } from "@crosstag/core";
import type { FleetCoverage } from "@crosstag/compliance";
import type { UnlistedPart } from "@crosstag/migration";
import { unlistedName, type OpenedCrosstag } from "@crosstag/clouds";
import { kindsOf, pluralOf } from "@crosstag/core/driver";
import type { Messages } from "./messages.ts";
import { coverageOf } from "./tell-fleets.ts";
import { describeError } from "./report-error.ts";

/** Clouds that could not be listed while others could: collected, and reported at the end by their names in the configuration. */
export class UnlistedClouds {
  readonly #all: UnlistedResources[] = [];
  readonly #name: string | undefined;

  /** @param name of the only cloud that is read, as the user gave it; absent: looked up in the configuration */
  constructor(name?: string) {
    this.#name = name;
  }

  readonly add = (unlisted: UnlistedResources): void => {
    this.#all.push(unlisted);
  };

  get any(): boolean {
    return this.#all.length > 0;
  }

  /** For JSON output: nothing, if every cloud was listed. */
  document(crosstag?: OpenedCrosstag): { readonly unlisted?: readonly object[] } {
    return this.any ? { unlisted: this.records(crosstag) } : {};
  }

  /** One for each, with the name of the cloud in the configuration. */
  records(crosstag?: OpenedCrosstag): readonly object[] {
    return this.#all.map((one) => ({ cloud: this.#nameOf(one, crosstag), ...one }));
  }

  /** One sentence for each reason, without a hint. */
  sentences(crosstag?: OpenedCrosstag): readonly string[] {
    return this.#groups(crosstag).map((group) => this.#sentence(group, crosstag));
  }

  #sentence(group: Group, crosstag: OpenedCrosstag | undefined): string {
    const [first] = group;
    const { kind, provider, region, error } = first;
    const told = kind ?? kindOfService(group, crosstag);
    const what = told === undefined ? "The resources" : `The ${pluralOf(crosstag?.drivers.values() ?? [], told)}`;
    const accounts = new Set(group.map(({ account }) => account)).size;
    const regions = new Set(group.map((one) => one.region)).size;
    // `production/111122223333/us-east-1`: what the group has in common is named.
    const common = accounts > 1 ? 1 : regions > 1 ? 2 : 3;
    const own = this.#nameOf(first, crosstag);
    const name = this.#name ?? own.split("/").slice(0, common).join("/");
    const counted = accounts > 1 ? [`${accounts} accounts`] : [];
    const where = [...counted, regions > 1 ? `${regions} regions` : region].join(", ");
    // The cloud has no operation for a kind that was asked for.
    const problem =
      kind !== undefined && error.code === "unsupported" ? "cannot be listed" : "could not be listed completely";
    return `${what} of ${JSON.stringify(name)} (${provider}, ${where}) ${problem}: ${describeError(error)}`;
  }

  /**
   * A role that is refused is refused for every region of its account; ended credentials of an entry are refused for all
   * of its accounts.
   */
  #groups(crosstag: OpenedCrosstag | undefined): readonly Group[] {
    const groups = new Map<string, Group>();
    for (const one of this.#all) {
      const { provider, account, kind = "", error } = one;
      const [entry] = this.#nameOf(one, crosstag).split("/");
      const key = account === undefined ? String(groups.size) : [provider, entry, kind, error.message].join(" ");
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [one]);
      else group.push(one);
    }
    return [...groups.values()];
  }

  /** What could not be listed, for a comparison of inventories. */
  get parts(): readonly UnlistedPart[] {
    return this.#all.map(({ provider, kind, error: { code } }) => ({
      provider,
      ...(kind !== undefined && { kind }),
      error: code,
    }));
  }

  /** What could not be listed, without names and errors. */
  get places(): readonly Omit<UnlistedResources, "error">[] {
    return this.#all.map(({ error: _error, ...place }) => place);
  }

  #nameOf(one: UnlistedResources, crosstag: OpenedCrosstag | undefined): string {
    return this.#name ?? (crosstag === undefined ? one.provider : unlistedName(one, crosstag));
  }

  /**
   * Says what could not be listed, and how many accounts of each entry for many clouds were read.
   * @param whole whether all clouds were listed. Otherwise nothing is known about the accounts that were not asked
   */
  tell(crosstag: OpenedCrosstag | undefined, messages: Messages, whole = true): void {
    this.tellProblems(crosstag, messages);
    if (whole) for (const { text } of this.coverage(crosstag)) messages.info(text);
  }

  /** How many accounts of each entry for many clouds were read. */
  coverage(crosstag: OpenedCrosstag | undefined): readonly FleetCoverage[] {
    return (crosstag?.fleets ?? []).flatMap((fleet) => {
      const unread = this.#all.filter(({ provider }) => provider === fleet.provider);
      return coverageOf(fleet, new Set(unread.flatMap(({ account }) => account ?? []))) ?? [];
    });
  }

  /** Says what could not be listed. */
  tellProblems(crosstag: OpenedCrosstag | undefined, messages: Messages): void {
    for (const group of this.#groups(crosstag)) {
      const [{ error }] = group;
      const sentence = this.#sentence(group, crosstag);
      const text = `There may be more: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
      messages.error(error.hint === undefined ? text : [text, `  ${error.hint}`]);
    }
  }
}

/** What could not be listed for the same reason. */
type Group = [UnlistedResources, ...UnlistedResources[]];

/** The only kind of the service that the whole group is about: the KMS and its services are listed each by itself. */
function kindOfService(group: Group, crosstag: OpenedCrosstag | undefined): ResourceKind | undefined {
  const [{ provider, service }] = group;
  if (service === undefined || group.some((one) => one.service !== service)) return undefined;
  const drivers = [...(crosstag?.drivers.values() ?? [])];
  const driver = drivers.find((one) => one.provider === provider && one.service === service);
  const [kind, ...others] = driver === undefined ? [] : kindsOf(driver);
  return others.length === 0 ? kind : undefined;
}
