/** What a cloud says of a denial, in words of fixed lists: its own text names the caller and the resource. */
export interface Denial {
  /** The missing action, for example `kms:TagResource`. */
  readonly action?: string | undefined;
  /** The kind of policy that decided, for example `identity-based policy`. */
  readonly policy?: string | undefined;
  /** The policy denies the action explicitly. Default: false, it does not allow it. */
  readonly explicit?: boolean | undefined;
}

/** Words for a denial that names no action or no policy. */
export interface DenialWords {
  /** For the action: `the RAM action`. */
  readonly anyAction: string;
  /** What to do if the kind of policy is not known. */
  readonly hint: (action: string) => string;
}

/** Explains a denial, and what to change. */
export function describeDenial(
  { action, policy, explicit = false }: Denial,
  words: DenialWords,
): { readonly message: string; readonly hint: string } {
  const refusal = action === undefined ? "The credentials do not allow this" : `The credentials lack ${action}`;
  const name = action ?? words.anyAction;
  if (policy === undefined) return { message: `${refusal}.`, hint: words.hint(name) };
  if (!explicit) return { message: `${refusal}: no ${policy} allows it.`, hint: `Allow ${name} in the ${policy}.` };
  const article = /^[ai]/.test(policy) ? "an" : "a";
  return {
    message: `${refusal}: ${article} ${policy} denies it.`,
    hint: `Change the ${policy}: allowing ${name} elsewhere does not help against an explicit deny.`,
  };
}
