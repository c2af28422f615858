import { expiredCallers, type AccessConfiguration } from "@crosstag/config/access";
import { HASH_OF_NO_TOKEN } from "../../access/access-file.ts";

/**
 * What an operator should know at the start: callers of the access file that are refused whatever they send.
 * @param file the access file, as the operator names it
 */
export function describeRefusedCallers(
  access: AccessConfiguration,
  { file, now }: { readonly file: string; readonly now: Date },
): readonly (readonly string[])[] {
  const expired = expiredCallers(access, now);
  const withoutToken = access.tokens.filter(({ hash }) => hash === HASH_OF_NO_TOKEN);
  return [
    ...withoutToken.map(({ name }) => [
      `No token fits the entry ${name} of ${file}: it has the hash of the template.`,
      `  To make a token and its hash: crosstag serve token --name ${name}`,
    ]),
    ...(expired.length === 0
      ? []
      : [
          [
            `Expired entries of ${file}, whose callers are refused: ${expired.join(", ")}.`,
            "  To let them in again, change `expires` and start the service again.",
          ],
        ]),
  ];
}
