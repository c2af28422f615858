import type { CompiledWaivers, Policy } from "@crosstag/compliance";
import { didYouMean } from "@crosstag/core/internal";
import type { Messages } from "../output/messages.ts";

/**
 * A waiver with a misspelled rule would cover nothing without a message. It is only a warning, because one waivers file
 * may be used for several policies. Expired waivers cover nothing anyway.
 */
export function warnOfUnknownRules(policy: Policy, { all, expired }: CompiledWaivers, messages: Messages): void {
  const known = policy.rules.map(({ id }) => id);
  for (const waiver of all) {
    if (expired.includes(waiver)) continue;
    for (const rule of waiver.rules) {
      if (/[*?]/.test(rule) || known.includes(rule)) continue;
      const close = didYouMean(rule, known);
      const hint = close === undefined ? "" : ` Did you mean ${JSON.stringify(close)}?`;
      messages.warn(
        `The waiver ${JSON.stringify(waiver.id)} names the rule ${JSON.stringify(rule)}, which the policy does not have.${hint}`,
      );
    }
  }
}
