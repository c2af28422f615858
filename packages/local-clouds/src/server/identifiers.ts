import { randomBytes, randomUUID } from "node:crypto";

/** The source of new ids. Each `kind` ("key", "request", ...) is its own series, so that one does not shift another. */
export interface Identifiers {
  /** A version 4 UUID in lower case. */
  uuid(kind: string): string;
  /** `length` (even) lower-case hexadecimal digits. */
  hexadecimal(kind: string, length: number): string;
}

export const randomIdentifiers: Identifiers = {
  uuid: () => randomUUID(),
  hexadecimal: (_kind, length) => randomBytes(length / 2).toString("hex"),
};

/** Counts up from 1 within each kind, so that two runs of the same program see the same ids. */
export function sequentialIdentifiers(): Identifiers {
  const counters = new Map<string, number>();
  const next = (kind: string): string => {
    const value = (counters.get(kind) ?? 0) + 1;
    counters.set(kind, value);
    return value.toString(16);
  };
  return {
    uuid: (kind) => `00000000-0000-4000-8000-${next(kind).padStart(12, "0")}`,
    hexadecimal: (kind, length) => next(kind).padStart(length, "0"),
  };
}
