import type { UnlistedResources } from "@crosstag/core";
import type { FleetCoverage, UnreadAccount } from "@crosstag/compliance";
import type { UnlistedPart } from "@crosstag/migration";
import {
  fleetCoverage,
  describeUnlisted,
  groupUnlisted,
  nameUnlisted,
  type OpenedCrosstag,
  type UnlistedGroup,
} from "@crosstag/clouds";
import type { Messages } from "./messages.ts";
import { describeError } from "./report-error.ts";

/** Clouds that could not be listed while others could: collected, and reported at the end by their names in the configuration. */
export class UnlistedClouds {
  readonly #all: UnlistedResources[] = [];
  readonly #name: string | undefined;
  readonly #maySkip: boolean;

  /**
   * @param name of the only cloud that is read, as the user gave it; absent: looked up in the configuration
   * @param options `maySkip`: whether a cloud that cannot list a kind at all is a warning, because the user did not name it.
   *   Default: false
   */
  constructor(name?: string, { maySkip = false }: { readonly maySkip?: boolean } = {}) {
    this.#name = name;
    this.#maySkip = maySkip;
  }

  readonly add = (unlisted: UnlistedResources): void => {
    this.#all.push(unlisted);
  };

  get any(): boolean {
    return this.#all.length > 0;
  }

  /** Whether something could not be listed that is not only a warning. */
  get failed(): boolean {
    return this.#all.some((one) => !this.#isSkipped(one));
  }

  /** The cloud has no operation for it, so that trying again or other permissions change nothing. */
  #isSkipped({ kind, error }: UnlistedResources): boolean {
    return this.#maySkip && kind !== undefined && error.code === "unsupported";
  }

  /** For JSON output: nothing, if every cloud was listed. */
  document(crosstag?: OpenedCrosstag): { readonly unlisted?: readonly object[] } {
    return this.any ? { unlisted: this.records(crosstag) } : {};
  }

  /** One for each, with the name of the cloud in the configuration. */
  records(crosstag?: OpenedCrosstag): readonly object[] {
    return this.#all.map((one) => ({ cloud: nameUnlisted(one, { crosstag, name: this.#name }), ...one }));
  }

  /** One sentence for each reason, without a hint. */
  sentences(crosstag?: OpenedCrosstag): readonly string[] {
    return this.#groups(crosstag).map((group) => this.#sentence(group, crosstag));
  }

  #sentence(group: UnlistedGroup, crosstag: OpenedCrosstag | undefined): string {
    return describeUnlisted(group, { crosstag, name: this.#name, describeError });
  }

  #groups(crosstag: OpenedCrosstag | undefined): readonly UnlistedGroup[] {
    return groupUnlisted(this.#all, { crosstag, name: this.#name });
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
    return fleetCoverage(crosstag?.fleets ?? [], this.#all);
  }

  /** The accounts whose resources could not be listed, once for each reason. */
  accounts(crosstag: OpenedCrosstag): readonly UnreadAccount[] {
    const names = new Map([...crosstag.cloudNames.values()].map(({ account }) => [account?.id, account?.name]));
    return this.#groups(crosstag).flatMap((group) => {
      const [{ provider }] = group;
      return [...new Set(group.map(({ account }) => account))].map((account): UnreadAccount => {
        const [first = group[0], ...others] = group.filter((one) => one.account === account);
        const accountName = account === undefined ? undefined : names.get(account);
        return {
          provider,
          ...(account !== undefined && { account }),
          ...(accountName !== undefined && { accountName }),
          cloud: nameUnlisted(first, { crosstag, name: this.#name }),
          reason: this.#sentence([first, ...others], crosstag),
        };
      });
    });
  }

  /** Says what could not be listed. */
  tellProblems(crosstag: OpenedCrosstag | undefined, messages: Messages): void {
    for (const group of this.#groups(crosstag)) {
      const [first] = group;
      const { error } = first;
      const sentence = this.#sentence(group, crosstag);
      const text = `There may be more: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
      const lines = error.hint === undefined ? text : [text, `  ${error.hint}`];
      if (this.#isSkipped(first)) messages.warn(lines);
      else messages.error(lines);
    }
  }
}
