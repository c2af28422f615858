import { describeDuration } from "./describe-duration.ts";

/** An entry of the configuration, and when its accounts were listed; undefined: now. */
interface ListedEntry {
  readonly entry: string;
  readonly listedAt: string | undefined;
}

/** A sentence for each entry whose list of accounts is older than a minute. */
export function describeAges(entries: readonly ListedEntry[], now: Date): readonly string[] {
  const sentences = entries.flatMap(({ entry, listedAt }) => {
    const minutes = listedAt === undefined ? 0 : Math.floor((now.getTime() - Date.parse(listedAt)) / 60_000);
    if (minutes < 1) return [];
    return [`${entry}: the accounts were listed ${describeDuration(minutes * 60)} ago. Ask again: --refresh-clouds`];
  });
  return [...new Set(sentences)];
}
