import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";

const AWS_KEYS = 30;
const ALIBABA_KEYS = 60;
const TENCENT_KEYS = 40;
const TENCENT_SECRETS = 15;
const WRITES = /^(?:(?:Un)?[tT]agResources?|(?:Attach|Detach)ResourcesTag|ModifyResourceTags)$/;
/** Slows a run down, so that there is time to kill it. */
const DELAY_MS = 5;

/** Keys of three clouds, and secrets of Tencent Cloud, with one tag to rename, one to set and one to remove. */
export interface KillWorld {
  readonly directory: string;
  /** Folder of the runs. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Keys that have neither their original nor their planned tags, or not the requested ones. */
  wrong(as: "before" | "planned"): number;
  /** Calls back once, when the next write arrives at a cloud; the returned function unsubscribes. */
  onNextWrite(callback: () => void): () => void;
  close(): Promise<void>;
}

export async function openKillWorld(): Promise<KillWorld> {
  const clouds = await startLocalClouds({
    aws: { quotas: "off" },
    alibaba: { quotas: "off" },
    tencent: { quotas: "off" },
  });
  const directory = await mkdtemp(join(tmpdir(), "crosstag-kills-"));
  const root = join(directory, "state", "crosstag", "runs");
  await mkdir(root, { recursive: true });
  await writeFile(
    join(directory, "crosstag-tags.yaml"),
    "version: 1\nstatements: [{ select: {}, rename: { Owner: owner }, set: { stage: live }, remove: [tmp] }]\n",
  );
  await writeFile(join(directory, "crosstag.yaml"), configurationOf(clouds));
  const before = { Owner: "team-1", tmp: "1", stays: "yes" };
  const planned = { owner: "team-1", stage: "live", stays: "yes" };
  const { aws, alibaba, tencent } = clouds;
  const tags = [
    ...aws.keys.addMany(AWS_KEYS, { tags: before }).map(
      ({ arn }) =>
        () =>
          aws.keys.tagsOf(arn),
    ),
    ...alibaba.keys.addMany(ALIBABA_KEYS, { tags: before }).map(
      ({ arn }) =>
        () =>
          alibaba.keys.tagsOf(arn),
    ),
    ...tencent.keys.addMany(TENCENT_KEYS, { tags: before }).map(
      ({ name }) =>
        () =>
          tencent.keys.tagsOf(name),
    ),
    ...tencent.secrets.addMany(TENCENT_SECRETS, before).map(
      ({ name }) =>
        () =>
          tencent.secrets.tagsOf(name),
    ),
  ];
  for (const { faults } of [aws, alibaba, tencent]) faults.add({ kind: "delay", delayMs: DELAY_MS });
  const waiting = listenToWrites(clouds);
  return {
    directory,
    root,
    environment: {
      ...clouds.environment(),
      HOME: directory,
      XDG_STATE_HOME: join(directory, "state"),
    },
    wrong: (as) => {
      const wanted = as === "before" ? before : planned;
      return tags.filter((now) => !isDeepStrictEqual(now(), wanted)).length;
    },
    onNextWrite: (callback) => {
      waiting.add(callback);
      return () => waiting.delete(callback);
    },
    close: async () => {
      await clouds.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function entryFor(
  provider: string,
  { region, endpoint }: LocalClouds["aws" | "alibaba" | "tencent"],
  more = "",
): string {
  return `  ${provider}: { provider: ${provider}, region: ${region}, endpoint: "${endpoint}"${more} }\n`;
}

/** The three clouds; of Tencent Cloud also the secrets. */
function configurationOf({ aws, alibaba, tencent }: LocalClouds): string {
  return `clouds:\n${entryFor("aws", aws)}${entryFor("alibaba", alibaba)}${entryFor("tencent", tencent, ", kinds: [key, secret]")}`;
}

function listenToWrites({ aws, alibaba, tencent }: LocalClouds): Set<() => void> {
  const waiting = new Set<() => void>();
  for (const { requests } of [aws, alibaba, tencent]) {
    const append = requests.append.bind(requests);
    requests.append = (entry) => {
      append(entry);
      if (!WRITES.test(entry.operation)) return;
      for (const callback of waiting) callback();
      waiting.clear();
    };
  }
  return waiting;
}
