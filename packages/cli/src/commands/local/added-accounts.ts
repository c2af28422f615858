import type { SeedFile } from "@crosstag/local-clouds";
import type { AddedResources } from "./add-resources.ts";

const SMALLEST_NUMBER = { aws: 500_000_000_000, alibaba: 5_000_000_000_000_000 };

/**
 * The seed with further accounts in each cloud, numbered from 500000000001 on AWS and from 5000000000000001 on Alibaba
 * Cloud. Each has that many resources in every region.
 */
export function withAccounts(seed: SeedFile, count: number, added: AddedResources): SeedFile {
  if (count === 0) return seed;
  const resources = Object.fromEntries(
    (["keys", "secrets", "certificates"] as const).flatMap((kind) => {
      const perRegion = added[kind] ?? 0;
      return perRegion > 0 ? [[kind, { perRegion }] as const] : [];
    }),
  );
  const accounts = (smallest: number) =>
    Array.from({ length: count }, (_, index) => ({ id: String(smallest + index + 1), ...resources }));
  const { aws, alibaba } = seed;
  return {
    ...seed,
    aws: { ...aws, accounts: [...(aws?.accounts ?? []), ...accounts(SMALLEST_NUMBER.aws)] },
    alibaba: { ...alibaba, accounts: [...(alibaba?.accounts ?? []), ...accounts(SMALLEST_NUMBER.alibaba)] },
  };
}
