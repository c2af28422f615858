import { UsageError } from "../usage-error.ts";

/** A hash as Crosstag prints it, `sha256:` and 64 digits; the first part may be left out. */
export function parseHash(flag: string, text: string): string {
  const digits = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text.trim())?.[1];
  if (digits === undefined)
    throw new UsageError(
      `${flag} ${JSON.stringify(text)} is not a hash.`,
      "Give it as crosstag printed it: sha256: and 64 hexadecimal digits.",
    );
  return `sha256:${digits.toLowerCase()}`;
}
