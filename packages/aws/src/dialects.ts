import { configurationError } from "./configuration-error.ts";

/** How a service with the protocol of AWS KMS differs from AWS. */
export interface Dialect {
  /** The value of the setting `dialect`. */
  readonly name: "aws" | "qkms";
  /** The name in messages and reports. */
  readonly title: string;
  /** Key material has ids: `DeleteImportedKeyMaterial` accepts them and `ListKeyRotations` lists them. */
  readonly materialIds: boolean;
  /** `GetKeyLastUsage` reports when a key was last used. */
  readonly lastUsage: boolean;
  /** Service Quotas of AWS reports the request rates of accounts. */
  readonly quotaService: boolean;
  /** Ids have AWS's form (a UUID, or `mrk-` and 32 hexadecimal digits). If false: letters, digits, `-` and `_`. */
  readonly strictKeyIds: boolean;
  /**
   * What an answer that lists nothing has in place of the list. `empty`: an empty list; `null`: also `null`, if the
   * answer says that nothing follows; `absent`: also no field.
   */
  readonly emptyLists: "empty" | "null" | "absent";
}

/**
 * A dialect at an endpoint that is not AWS's own. Other services differ from AWS in details: local-kms answers
 * `{"Truncated":false,"Tags":null}` (verified 2026-11-22).
 */
export function atOtherEndpoint(dialect: Dialect): Dialect {
  return dialect.emptyLists === "empty" ? { ...dialect, emptyLists: "null" } : dialect;
}

const DIALECTS: readonly [Dialect, ...Dialect[]] = [
  {
    name: "aws",
    title: "AWS KMS",
    materialIds: true,
    lastUsage: true,
    quotaService: true,
    strictKeyIds: true,
    emptyLists: "empty",
  },
  // Quilibrium's API pages name requests and errors, but no form of ids and few fields of answers (verified
  // 2026-11-22).
  {
    name: "qkms",
    title: "Quilibrium QKMS",
    materialIds: false,
    lastUsage: false,
    quotaService: false,
    strictKeyIds: false,
    emptyLists: "absent",
  },
];

/** Names of the dialects of this adapter. The first is the default. */
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
