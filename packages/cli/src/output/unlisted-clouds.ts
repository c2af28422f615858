import type { UnlistedResources } from "@crosstag/core";
import type { UnlistedPart } from "@crosstag/migration";
import type { OpenedCrosstag } from "@crosstag/clouds";
import type { Messages } from "./messages.ts";
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

  /** One sentence each, without a hint. */
  sentences(crosstag?: OpenedCrosstag): readonly string[] {
    return this.#all.map((one) => {
      const { kind, provider, region, error } = one;
      const what = kind === undefined ? "The resources" : `The ${kind}s`;
      return `${what} of ${JSON.stringify(this.#nameOf(one, crosstag))} (${provider}, ${region}) could not be listed completely: ${describeError(error)}`;
    });
  }

  /** What could not be listed, for a comparison of inventories. */
  get parts(): readonly UnlistedPart[] {
    return this.#all.map(({ provider, kind, error: { code } }) => ({
      provider,
      ...(kind !== undefined && { kind }),
      error: code,
    }));
  }

  #nameOf(one: UnlistedResources, crosstag: OpenedCrosstag | undefined): string {
    return this.#name ?? (crosstag === undefined ? one.provider : nameOf(one, crosstag));
  }

  tell(crosstag: OpenedCrosstag | undefined, messages: Messages): void {
    for (const [index, sentence] of this.sentences(crosstag).entries()) {
      const hint = this.#all[index]?.error.hint;
      const text = `There may be more: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
      messages.error(hint === undefined ? text : [text, `  ${hint}`]);
    }
  }
}

/** The entry of the configuration; of several for one cloud and region, the one of its account. */
function nameOf({ provider, region, account }: UnlistedResources, crosstag: OpenedCrosstag): string {
  const drivers = [...crosstag.drivers].map(([name, driver]) => ({ name, driver }));
  const here = drivers.filter(({ driver }) => driver.provider === provider && driver.scope.region === region);
  const own = here.find(({ driver }) => driver.scope.account === account) ?? here[0];
  return own?.name ?? provider;
}
