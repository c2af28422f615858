import type { UnlistedResources } from "@crosstag/core";
import { SERVICE } from "@crosstag/inversify";
import type { UnlistedPart } from "@crosstag/migration";
import type { Container } from "inversify";
import type { Messages } from "./messages.ts";
import { describeError } from "./report-error.ts";

/** Clouds that could not be listed while others could: collected, and told in the end by the names of the configuration. */
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
  document(container?: Container): { readonly unlisted?: readonly object[] } {
    return this.any ? { unlisted: this.records(container) } : {};
  }

  /** One for each, with the name of the cloud in the configuration. */
  records(container?: Container): readonly object[] {
    return this.#all.map((one) => ({ cloud: this.#nameOf(one, container), ...one }));
  }

  /** One sentence each, without a hint. */
  sentences(container?: Container): readonly string[] {
    return this.#all.map((one) => {
      const { kind, provider, region, error } = one;
      const what = kind === undefined ? "The resources" : `The ${kind}s`;
      return `${what} of ${JSON.stringify(this.#nameOf(one, container))} (${provider}, ${region}) could not be listed completely: ${describeError(error)}`;
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

  #nameOf(one: UnlistedResources, container: Container | undefined): string {
    return this.#name ?? (container === undefined ? one.provider : nameOf(one, container));
  }

  tell(container: Container | undefined, messages: Messages): void {
    for (const [index, sentence] of this.sentences(container).entries()) {
      const hint = this.#all[index]?.error.hint;
      const text = `There may be more: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
      messages.error(hint === undefined ? text : [text, `  ${hint}`]);
    }
  }
}

/** The entry of the configuration; of several for one cloud and region, the one of its account. */
function nameOf({ provider, region, account }: UnlistedResources, container: Container): string {
  const names = Object.keys(container.get(SERVICE.Configuration).clouds);
  const drivers = names.map((name) => ({ name, driver: container.get(SERVICE.KmsDriver, { name }) }));
  const here = drivers.filter(({ driver }) => driver.provider === provider && driver.scope.region === region);
  const own = here.find(({ driver }) => driver.scope.account === account) ?? here[0];
  return own?.name ?? provider;
}
