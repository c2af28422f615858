import type { CompiledWaivers, Policy } from "@crosstag/compliance";
import { didYouMean } from "../configuration/did-you-mean.ts";
import type { Messages } from "../output/messages.ts";

/**
 * A waiver with a rule that is misspelt covers nothing without a word. It is no error: one file of waivers may be for
 * more than one policy. What has ended covers nothing anyway.
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
        `The waiver ${JSON.stringify(waiver.id)} is about the rule ${JSON.stringify(rule)}, which the policy does not have.${hint}`,
      );
    }
  }
}
