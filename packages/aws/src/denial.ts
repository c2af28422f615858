import type { Failure } from "@crosstag/core/driver";
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
const CALLER = /^User: arn:[a-z-]{3,20}:(?:sts|iam)::(\d{12}):/;
const ACTION = /\b([a-z-]{2,30}):[A-Z][A-Za-z]{1,63}\b/g;
const OWNER = /\bon resource: arn:[a-z-]{3,20}:([a-z-]{2,30}):[a-z0-9-]{3,30}:(\d{12}):/;
const EXPLICIT = new RegExp(`with an explicit deny in (?:an? )?(${KIND})`, "i");
const IMPLICIT = new RegExp(`because no (${KIND}) allows`, "i");

/** A service whose denials are explained. */
export interface DeniedService {
  /** The name in messages: `AWS KMS`. */
  readonly title: string;
  /** What its resources are called: `key`. */
  readonly resource: string;
  /** The prefix of its actions and the service in its ARNs: `kms`. */
  readonly prefix: string;
  /** Actions that it allows within the resource's own account only. Default: none. */
  readonly ownAccountOnly?: ReadonlySet<string>;
  /** What to do if AWS does not say which policy decided. */
  readonly denialHint: string;
}

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
export function explainDenial(text: string, service: DeniedService): Required<Pick<Failure, "message" | "hint">> {
  const action = actionIn(text, service);
  if (action !== undefined && service.ownAccountOnly?.has(action) && isOfAnotherAccount(text, service))
    return {
      message: `The ${service.resource} belongs to another account than these credentials.`,
      hint: `${service.title} allows ${action} only within the account of the ${service.resource}. Use credentials of that account.`,
    };
  const explicit = kindIn(EXPLICIT, text);
  const policy = explicit ?? kindIn(IMPLICIT, text);
  const words: DenialWords = { anyAction: "the action", hint: () => service.denialHint };
  return describeDenial({ action, policy, explicit: explicit !== undefined }, words);
}

function actionIn(text: string, { prefix }: DeniedService): string | undefined {
  for (const [action, of] of text.matchAll(ACTION)) if (of === prefix) return action;
  return undefined;
}

function isOfAnotherAccount(text: string, { prefix }: DeniedService): boolean {
  const caller = CALLER.exec(text)?.[1];
  const [, service, owner] = OWNER.exec(text) ?? [];
  return service === prefix && caller !== undefined && caller !== owner;
}

function kindIn(pattern: RegExp, text: string): (typeof KINDS)[number] | undefined {
  const found = pattern.exec(text)?.[1]?.toLowerCase();
  return found === undefined ? undefined : KINDS.find((kind) => kind.toLowerCase().startsWith(found));
}
