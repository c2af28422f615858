import { describeDenial, type DenialWords } from "@crosstag/driver-kit";

/** The kinds of policy that AWS names in a denial, in AWS's words. */
const KINDS = [
  "identity-based policy",
  "resource-based policy",
  "service control policy",
  "resource control policy",
  "session policy",
  "permissions boundary",
  "VPC endpoint policy",
] as const;

const KIND = KINDS.map((kind) => kind.replace(/ policy$/, "(?: policy)?")).join("|");
/** Operations that AWS KMS allows within the key's own account only ("Cross-account use: No", API reference). */
const OWN_ACCOUNT_ONLY = new Set([
  "kms:TagResource",
  "kms:UntagResource",
  "kms:ListResourceTags",
  "kms:DeleteImportedKeyMaterial",
]);
const CALLER = /^User: arn:[a-z-]{3,20}:(?:sts|iam)::(\d{12}):/;
const KEY = /\bon resource: arn:[a-z-]{3,20}:kms:[a-z0-9-]{3,30}:(\d{12}):/;
const EXPLICIT = new RegExp(`with an explicit deny in (?:an? )?(${KIND})`, "i");
const IMPLICIT = new RegExp(`because no (${KIND}) allows`, "i");

const WORDS: DenialWords = {
  anyAction: "the action",
  hint: () => "Both the caller's IAM policies and the key's policy must allow it. AWS managed keys never allow it.",
};

/**
 * Returns the account of the caller that AWS names in a denial. Undefined if the text names none.
 */
export function deniedAccount(text: string): string | undefined {
  return CALLER.exec(text)?.[1];
}

/** A user or role, in characters that names of IAM can have. The name of a role's session is left out. */
const PRINCIPAL =
  /^User: (arn:aws(?:-[a-z]+)*:(?:iam::\d{12}:(?:user|role)\/[\w+=,.@/-]{1,512}|sts::\d{12}:assumed-role\/[\w+=,.@-]{1,64}))/;

/** What AWS STS says of a role that may not be assumed. */
export interface RoleDenial {
  /** The user or role whose credentials were used. Absent: AWS STS does not name it. */
  readonly caller?: string;
  /** The kind of policy that denies it explicitly. Absent: AWS STS does not say why. */
  readonly policy?: string;
}

/** Reads the denial of a role. */
export function roleDenial(text: string): RoleDenial {
  const caller = PRINCIPAL.exec(text)?.[1];
  const policy = kindIn(EXPLICIT, text);
  return { ...(caller !== undefined && { caller }), ...(policy !== undefined && { policy }) };
}

/**
 * Explains a denial in words of a fixed list. AWS's text also names the caller and the resource, so it is not repeated.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (verified 2026-11-22)
 */
export function explainDenial(text: string): { readonly message: string; readonly hint: string } {
  const action = /\b(kms:[A-Z][A-Za-z]{1,63})\b/.exec(text)?.[1];
  const caller = CALLER.exec(text)?.[1];
  const owner = KEY.exec(text)?.[1];
  if (
    action !== undefined &&
    OWN_ACCOUNT_ONLY.has(action) &&
    caller !== undefined &&
    owner !== undefined &&
    caller !== owner
  )
    return {
      message: "The key belongs to another account than these credentials.",
      hint: `AWS KMS allows ${action} only within the account of the key. Use credentials of that account.`,
    };
  const explicit = kindIn(EXPLICIT, text);
  const policy = explicit ?? kindIn(IMPLICIT, text);
  return describeDenial({ action, policy, explicit: explicit !== undefined }, WORDS);
}

function kindIn(pattern: RegExp, text: string): (typeof KINDS)[number] | undefined {
  const found = pattern.exec(text)?.[1]?.toLowerCase();
  return found === undefined ? undefined : KINDS.find((kind) => kind.toLowerCase().startsWith(found));
}
