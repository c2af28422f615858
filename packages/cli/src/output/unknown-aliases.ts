import type { CrosstagError } from "@crosstag/core";
import { describeCount } from "./describe-count.ts";
import type { Messages } from "./messages.ts";
import { describeError } from "./report-error.ts";

/** Aliases that could not be listed and are missing from what is shown: said once for each reason. */
export class UnknownAliases {
  readonly #resources = new Map<string, { readonly error: CrosstagError; count: number }>();

  readonly add = (error: CrosstagError): void => {
    const reason = `${error.provider} ${error.message}`;
    const known = this.#resources.get(reason);
    if (known === undefined) this.#resources.set(reason, { error, count: 1 });
    else known.count += 1;
  };

  report(messages: Pick<Messages, "warn">): void {
    for (const { error, count } of this.#resources.values())
      messages.warn(`The aliases of ${describeCount(count, "resource")} could not be listed: ${describeError(error)}`);
  }
}
