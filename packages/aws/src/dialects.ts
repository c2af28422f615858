import { configurationError } from "./configuration-error.ts";

/** How a service that speaks the protocol of AWS KMS differs from AWS. */
export interface Dialect {
  readonly name: "aws" | "qkms";
  /** For people. */
  readonly title: string;
  /** Key material has ids that `DeleteImportedKeyMaterial` takes, and `ListKeyRotations` lists them. */
  readonly materialIds: boolean;
  /** `GetKeyLastUsage` tells when a key was last used. */
  readonly lastUsage: boolean;
  /** Ids have AWS's form (a UUID, or `mrk-` and 32 hexadecimal digits). False: any sensible word. */
  readonly strictKeyIds: boolean;
  /**
   * Which answers of a page hold nothing: `always-there`: those with an empty list; `complete`: also those without a list
   * that say that nothing follows; `any`: all without a list.
   */
  readonly emptyPages: "always-there" | "complete" | "any";
}

/**
 * What a dialect is at an endpoint of another maker. Nobody but AWS keeps to all that AWS does: local-kms answers
 * `{"Truncated":false,"Tags":null}` (verified 2026-11-22), of which the SDK leaves out the `null`.
 */
export function atOtherEndpoint(dialect: Dialect): Dialect {
  return dialect.emptyPages === "always-there" ? { ...dialect, emptyPages: "complete" } : dialect;
}

const DIALECTS: readonly [Dialect, ...Dialect[]] = [
  {
    name: "aws",
    title: "AWS KMS",
    materialIds: true,
    lastUsage: true,
    strictKeyIds: true,
    emptyPages: "always-there",
  },
  // Quilibrium's API pages name requests and errors, no form of ids and hardly an answer's fields (verified 2026-11-22).
  {
    name: "qkms",
    title: "Quilibrium QKMS",
    materialIds: false,
    lastUsage: false,
    strictKeyIds: false,
    emptyPages: "any",
  },
];

/** The protocols that this adapter speaks; the first is the default. */
export const DIALECT_NAMES: readonly string[] = DIALECTS.map(({ name }) => name);

/** @throws CrosstagError `configuration` for a name that is not in `DIALECT_NAMES` */
export function resolveDialect(name?: string): Dialect {
  const dialect = name === undefined ? DIALECTS[0] : DIALECTS.find((known) => known.name === name);
  if (dialect !== undefined) return dialect;
  throw configurationError(
    `AWS KMS has no dialect ${JSON.stringify(name)}.`,
    `Set "dialect" to one of: ${DIALECT_NAMES.join(", ")}.`,
  );
}
