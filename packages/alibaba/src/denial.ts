/** A denial in words of a fixed list. The rest of Alibaba Cloud's details names the caller, so no message repeats it. */
export interface Denial {
  /** The account of the caller. */
  readonly account?: string;
  /** The missing action, for example `kms:TagResource`. */
  readonly action?: string;
  /** The kind of policy that decided. */
  readonly policy?: string;
  /** The policy denies the action explicitly. If not set, it does not allow it. */
  readonly explicit?: boolean;
}

/** By `PolicyType` of `AccessDeniedDetail`; https://www.alibabacloud.com/help/en/ram/user-guide/access-denied-errors */
const POLICIES: readonly (readonly [RegExp, string])[] = [
  [/^ControlPolicy$/, "control policy"],
  [/^SessionPolicy$/, "session policy"],
  [/^AssumeRolePolicy$/, "trust policy of the role"],
  [/IdentityBasedPolicy$/, "identity-based policy"],
  [/^(?:ResourceBasedPolicy|ResourcePolicy|KeyPolicy)$/, "resource-based policy"],
  [/^VpcEndpointPolicy$/i, "VPC endpoint policy"],
];

/** Reads `AccessDeniedDetail` of an answer. */
export function readDenial(detail: Readonly<Record<string, unknown>>): Denial {
  const { AuthAction: action, PolicyType: type, NoPermissionType: how, AuthPrincipalOwnerId: account } = detail;
  const policy = POLICIES.find(([pattern]) => typeof type === "string" && pattern.test(type))?.[1];
  return {
    ...(typeof account === "string" && /^\d{1,32}$/.test(account) && { account }),
    ...(typeof action === "string" && /^kms:[A-Za-z]{1,64}$/.test(action) && { action }),
    ...(policy !== undefined && { policy }),
    ...(how === "ExplicitDeny" && { explicit: true }),
  };
}

/** Explains a denial. */
export function explainDenial({ action, policy, explicit = false }: Denial = {}): {
  readonly message: string;
  readonly hint: string;
} {
  const refusal = action === undefined ? "The credentials do not allow this" : `The credentials lack ${action}`;
  const article = /^[ai]/.test(policy ?? "") ? "an" : "a";
  const reason = policy === undefined ? "" : explicit ? `: ${article} ${policy} denies it` : `: no ${policy} allows it`;
  return { message: `${refusal}${reason}.`, hint: hintFor(action ?? "the RAM action", policy, explicit) };
}

function hintFor(action: string, policy: string | undefined, explicit: boolean): string {
  if (policy === undefined) return `Allow ${action} for the RAM user or role whose credentials are used.`;
  return explicit
    ? `Change the ${policy}: allowing ${action} elsewhere does not help against an explicit deny.`
    : `Allow ${action} in the ${policy}.`;
}
