import type { SeedFile } from "@crosstag/local-clouds";

const SMALLEST_NUMBER = { aws: 500_000_000_000, alibaba: 5_000_000_000_000_000 };

/**
 * The seed with further accounts in each cloud, numbered from 500000000001 on AWS and from 5000000000000001 on Alibaba
 * Cloud. Each has `keys` keys in every region.
 */
export function withAccounts(seed: SeedFile, count: number, keys: number): SeedFile {
  if (count === 0) return seed;
  const added = (smallest: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: String(smallest + index + 1),
      ...(keys > 0 && { keys: { perRegion: keys } }),
    }));
  const { aws, alibaba } = seed;
  return {
    ...seed,
    aws: { ...aws, accounts: [...(aws?.accounts ?? []), ...added(SMALLEST_NUMBER.aws)] },
    alibaba: { ...alibaba, accounts: [...(alibaba?.accounts ?? []), ...added(SMALLEST_NUMBER.alibaba)] },
  };
}
