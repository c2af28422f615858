/**
 * Requests per second by quota group, per account and region, from the cloud's page of performance data (verified
 * 2026-11-22). The console and every user of the account spend the same ones.
 */
export const documentedQuotas = {
  /** Changing keys, aliases and tags. */
  modify: 30,
  /** Reading keys, aliases and tags. */
  query: 50,
  listResourceTags: 300,
  createKey: 10,
  createSecret: 10,
  /** Reading and changing secrets, except creating them. */
  secrets: 40,
  /** AssumeRole of STS. */
  assumeRole: 100,
  /** ListAccounts of the Resource Directory; another page says 50 (verified 2026-11-29). */
  listAccounts: 20,
  /** ListAccountsForParent and ListFoldersForParent of the Resource Directory, each page says 50. */
  listInFolder: 50,
} as const;

export type QuotaGroup = keyof typeof documentedQuotas;
