import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalClouds, type LocalClouds, type RequestLogEntry } from "@crosstag/local-clouds";

/** Calls a second and account. */
export const QUOTA = 10;
/** More than a run makes, so that the log of the cloud has all of them. */
const CALLS_OF_A_KEY = 20;
const REGION = "us-east-1";
const FIRST_ACCOUNT = 200_000_000_000;

/** Accounts of one cloud, each with keys that a plan changes. */
export interface WorkerWorld {
  readonly clouds: LocalClouds;
  readonly directory: string;
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  /** By account. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Writes that the cloud has executed, of one account or of all. */
  writes(account?: string): readonly RequestLogEntry[];
  /** Forgets the writes so far. */
  forgetWrites(): void;
  /** Keys without the planned tag. */
  unchanged(): number;
  close(): Promise<void>;
}

/** What another run tags before: some keys of each account. */
export const WARMING = "warming.yaml";

/** @param warmingEach keys of each account that `WARMING` is for */
export async function openWorkerWorld(accounts: number, keysEach: number, warmingEach = 0): Promise<WorkerWorld> {
  const clouds = await startLocalClouds({
    alibaba: false,
    aws: {
      quotas: { TagResource: QUOTA },
      regions: [REGION],
      requestLogCapacity: accounts * keysEach * CALLS_OF_A_KEY,
    },
  });
  const { aws } = clouds;
  const keys = new Map<string, readonly string[]>();
  for (let number = 0; number < accounts; number += 1) {
    const account = String(FIRST_ACCOUNT + number);
    aws.accounts.add({ id: account });
    keys.set(
      account,
      Array.from(
        { length: keysEach },
        (_, index) => aws.in(account).createKey(index < warmingEach ? { tags: { warming: "yes" } } : {}).arn,
      ),
    );
  }
  const directory = await mkdtemp(join(tmpdir(), "crosstag-workers-"));
  const root = join(directory, "state", "crosstag", "runs");
  await mkdir(root, { recursive: true });
  await writeFile(
    join(directory, "crosstag.yaml"),
    `clouds:
  fleet:
    provider: aws
    endpoint: ${aws.endpoint}
    accounts: ${JSON.stringify([...keys.keys()])}
    assumeRole: { name: OrganizationAccountAccessRole, region: ${REGION} }
    regions: [${REGION}]
`,
  );
  await writeFile(
    join(directory, "crosstag-tags.yaml"),
    "version: 1\nstatements: [{ select: { kinds: [key] }, set: { stage: live } }]\n",
  );
  await writeFile(
    join(directory, WARMING),
    "version: 1\nstatements: [{ select: { kinds: [key], tags: { warming: 'yes' } }, set: { warm: 'yes' } }]\n",
  );
  let forgotten = 0;
  const writes = (account?: string) =>
    aws.requests.entries.filter(
      (entry, index) =>
        index >= forgotten &&
        entry.operation === "TagResource" &&
        entry.applied &&
        (account === undefined || entry.account === account),
    );
  return {
    clouds,
    directory,
    root,
    environment: { ...clouds.environment(), HOME: directory, XDG_STATE_HOME: join(directory, "state") },
    keys,
    writes,
    forgetWrites: () => {
      forgotten = aws.requests.entries.length;
    },
    unchanged: () =>
      [...keys].flatMap(([account, arns]) => arns.filter((arn) => aws.in(account).tagsOf(arn)["stage"] !== "live"))
        .length,
    close: async () => {
      await clouds.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
