import type { CallContext, CallerIdentity, KmsDriver } from "@crosstag/core/driver";

/**
 * Asks for the account of credentials once for all drivers that use them. A question that fails or is canceled with the
 * call of one driver is asked again by the others.
 */
export function askAccountOnce(owner: Pick<KmsDriver, "identify">): Pick<KmsDriver, "identify"> {
  let known: CallerIdentity | undefined;
  let asking: Promise<CallerIdentity> | undefined;
  const ask = (context: CallContext): Promise<CallerIdentity> => {
    asking = owner.identify(context).finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return {
    async identify(context) {
      if (known !== undefined) return known;
      const others = asking;
      const caller = await (others ?? ask(context)).catch((error: unknown) => {
        if (others === undefined || context.signal.aborted) throw error;
        return ask(context);
      });
      if (caller.account !== undefined) known = caller;
      return caller;
    },
  };
}
