import type { UnreadAccount } from "./report.ts";

/** How many accounts could not be read, or not completely, and in which word: clouds, if an account is not known. */
export function countUnread(unread: readonly UnreadAccount[]): { readonly count: number; readonly what: string } {
  const count = new Set(unread.map(unreadName)).size;
  const one = unread.every(({ account }) => account !== undefined) ? "account" : "cloud";
  return { count, what: count === 1 ? one : `${one}s` };
}

/** The name of the group of an account, as `CheckTally` names it, or of a cloud whose account is not known. */
export function unreadName({ provider, account, cloud }: UnreadAccount): string {
  return account === undefined ? `${provider} cloud ${cloud}` : `${provider} ${account}`;
}
