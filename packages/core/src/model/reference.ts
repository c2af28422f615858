/**
 * A kind of resources with tags, in the words of the profile whose kind it is: `key`. Lower-case letters, digits and `-`, from a
 * letter on. Which kinds exist depends on the configured clouds.
 */
export type ResourceKind = string;

/** The form of the name of a kind. */
export const KIND_NAME = /^[a-z][a-z0-9-]*$/;

/** Whether a value has the form of the name of a kind. */
export function isKindName(value: unknown): value is ResourceKind {
  return typeof value === "string" && KIND_NAME.test(value);
}

/**
 * One resource of one cloud, parsed from the cloud's own name for it.
 * Region and account are absent if the name does not contain them (a bare id).
 */
export interface Reference {
  /** The cloud's provider, for example `aws`. */
  readonly provider: string;
  /** The kind of the resource. */
  readonly kind: ResourceKind;
  /** What the cloud's API calls the resource: key id, secret name, certificate id, or `alias/<name>`. */
  readonly id: string;
  /** True if `id` is an alias: it has to be resolved to a key before anything can be written. */
  readonly alias: boolean;
  /**
   * True for a part of a name that always means the same resource, such as a key id without the account that created the key.
   * `alias` is true, too: the cloud has to be asked for the whole name. As it cannot be moved, it is resolved in any case.
   * Default: false.
   */
  readonly short?: true;
  /** AWS only: `aws`, `aws-cn`, `aws-us-gov`… */
  readonly partition?: string;
  /** The region of the resource. Absent: the name does not contain it. */
  readonly region?: string;
  /** The account that owns the resource. Absent: the name does not contain it. */
  readonly account?: string;
  /** The name as the caller gave it. */
  readonly text: string;
}

/**
 * The same resource has the same identity, however it was named, within one driver's scope. An alias has another one than
 * the resource whose id has the same characters.
 */
export function resourceIdentity({ kind, id, alias }: Reference): string {
  return alias ? `${kind} alias/${id}` : `${kind}/${id}`;
}

/** The account and region that a driver speaks to; a quota is counted over them. */
export interface DriverScope {
  /** The region, as the cloud names it. */
  readonly region: string;
  /** Absent until known: a driver made from credentials alone does not know its account. */
  readonly account?: string;
  /** AWS only. */
  readonly partition?: string;
}

/** Why a text is not a reference that the cloud serves. */
export interface ReferenceProblem {
  /** What is wrong with the text, in a sentence that may be shown. */
  readonly problem: string;
  /** How to fix it. */
  readonly fix: string;
}

/** A reference, or why a text is not one. */
export type ParsedReference =
  | {
      /** The parsed reference. */
      readonly reference: Reference;
    }
  | ReferenceProblem;

/** What the full name of a resource says. */
export interface ReferenceFacts {
  /** The kind of the resource; for an alias, that of its resource. */
  readonly kind: ResourceKind;
  /** As in `Reference`: key id, secret name, certificate id, or `alias/<name>`. */
  readonly id: string;
  /** The account of the resource. */
  readonly account: string;
  /** The region of the resource. */
  readonly region: string;
}

/** How one cloud names its resources. Pure. */
export interface ReferenceGrammar {
  /** Forms that the grammar takes, for help texts and error messages. */
  readonly forms: readonly string[];
  /** What a full name says, whatever the scope. Undefined if the text is not a full name of this cloud. */
  factsOf(text: string): ReferenceFacts | undefined;
  /** True if the text can only be meant for this cloud, even if it is malformed (`arn:…`, `acs:…`). */
  claims(text: string): boolean;
  /** Parses a text and checks that the scope serves it: a foreign region reads as "not found" on the wire. */
  parse(text: string, scope: DriverScope): ParsedReference;
  /** The full name, as far as account and region are known; otherwise the shortest form that `parse` takes back. */
  format(reference: Reference, scope: DriverScope): string;
}

/** A reference with what its scope adds to a short name. What the name itself says stays. */
export function completeReference(reference: Reference, scope: DriverScope): Reference {
  const { partition = scope.partition, region = scope.region, account = scope.account } = reference;
  if (region === reference.region && account === reference.account && partition === reference.partition)
    return reference;
  const { provider, kind, id, alias, text } = reference;
  // Written out: every resource of a request comes through here, and spreading takes ten times as long.
  const complete: { -readonly [Field in keyof Reference]: Reference[Field] } = {
    provider,
    kind,
    id,
    alias,
    region,
    text,
  };
  if (reference.short) complete.short = true;
  if (account !== undefined) complete.account = account;
  if (partition !== undefined) complete.partition = partition;
  return complete;
}

/** Whether the region or the account of a resource differs from a scope's. Unknown values are not a difference. */
export function isElsewhere({ region, account }: Partial<Reference>, scope: Partial<DriverScope>): boolean {
  return differs(region, scope.region) || differs(account, scope.account);
}

function differs(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}
