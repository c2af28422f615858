import { configurationError } from "./configuration-error.ts";

/** Names of the dialects of this adapter. Tencent Cloud KMS has one. */
export const DIALECTS = ["tencent"] as const;

/** The value of the setting `dialect`. */
export type Dialect = (typeof DIALECTS)[number];

/** @throws CrosstagError `configuration` for a name that is not in `DIALECTS` */
export function resolveDialect(name: string = DIALECTS[0]): Dialect {
  const dialect = DIALECTS.find((known) => known === name);
  if (dialect !== undefined) return dialect;
  throw configurationError(
    `Tencent Cloud KMS has no dialect ${JSON.stringify(name)}; its dialects are: ${DIALECTS.join(", ")}.`,
    `Leave "dialect" out or set it to "${DIALECTS[0]}".`,
  );
}
