import { type Denial as SharedDenial, describeDenial, type DenialWords } from "@crosstag/driver-kit";

/** A denial in words of a fixed list. The rest of Alibaba Cloud's details names the caller, so no message repeats it. */
export interface Denial extends SharedDenial {
  /** The account of the caller. */
  readonly account?: string;
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

const WORDS: DenialWords = {
  anyAction: "the RAM action",
  hint: (action) => `Allow ${action} for the RAM user or role whose credentials are used.`,
};

/** Explains a denial. */
export function explainDenial(denial: Denial = {}): { readonly message: string; readonly hint: string } {
  return describeDenial(denial, WORDS);
}
