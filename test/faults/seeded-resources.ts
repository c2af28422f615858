import type { LocalAlibaba, LocalAws, LocalTencent, TencentTaggingFailure } from "@crosstag/local-clouds";

export type Tags = Readonly<Record<string, string>>;

/** A resource of the world, with its true tags, whatever a read may show. */
export interface WorldResource {
  readonly arn: string;
  /** Its region, and its name in requests there. */
  readonly place: string;
  /** Tags that its cloud allows. */
  readonly limit: number;
  readonly tags: () => Tags;
  readonly setTags: (tags: Tags) => void;
  /** Absent if it cannot be scheduled for deletion. */
  readonly scheduleDeletion?: () => void;
  /** Deletes it. Absent if a scheduled deletion does. */
  readonly remove?: () => void;
}

export type Draw = () => number;

/** Two of each cloud, in one account, whose secrets have the same names, except those of Tencent Cloud. */
export const REGIONS = {
  aws: ["us-east-1", "eu-central-1"],
  alibaba: ["cn-hangzhou", "cn-shanghai"],
  tencent: ["ap-guangzhou", "ap-shanghai"],
} as const;

/** A user of the main account of Tencent Cloud, whose number is in the names of the keys that it creates. */
const USER = "100000000009";

export function keysOfAws(draw: Draw, { keys }: LocalAws): readonly WorldResource[] {
  return Array.from({ length: someCount(draw) }, () => {
    const { arn } = keys.createKey({ tags: someTags(draw, 50), region: some(draw, REGIONS.aws) });
    return { ...resource(arn, 50, keys), scheduleDeletion: () => keys.setState(arn, "PendingDeletion") };
  });
}

export function secretsAndCertificatesOfAws(draw: Draw, aws: LocalAws): readonly WorldResource[] {
  return REGIONS.aws.flatMap((region) => [
    ...Array.from({ length: Math.floor(draw() * 4) }, (_, index) => {
      const { arn } = aws.secrets.createSecret({ name: `secret-${index}`, region, tags: someTags(draw, 50) });
      return resource(arn, 50, aws.secrets);
    }),
    ...Array.from({ length: Math.floor(draw() * 4) }, () => {
      const keyAlgorithm = some(draw, ["RSA_2048", "EC_prime256v1"] as const);
      const { arn } = aws.certificates.createCertificate({ keyAlgorithm, region, tags: someTags(draw, 50) });
      return resource(arn, 50, aws.certificates);
    }),
  ]);
}

export function keysOfAlibaba(draw: Draw, alibaba: LocalAlibaba): readonly WorldResource[] {
  return Array.from({ length: someCount(draw) }, () => {
    const tags = someTags(draw, 20);
    const { keys } = alibaba.in(some(draw, REGIONS.alibaba));
    const { arn } = keys.createKey({ tags });
    return { ...resource(arn, 20, keys), scheduleDeletion: () => keys.setState(arn, "PendingDeletion") };
  });
}

export function secretsOfAlibaba(draw: Draw, alibaba: LocalAlibaba): readonly WorldResource[] {
  return REGIONS.alibaba.flatMap((region) =>
    Array.from({ length: Math.floor(draw() * 5) }, (_, index) => {
      const { secrets } = alibaba.in(region);
      const { arn } = secrets.createSecret(`secret-${index}`, someTags(draw, 20));
      return resource(arn, 20, secrets);
    }),
  );
}

export function keysOfTencent(draw: Draw, tencent: LocalTencent): readonly WorldResource[] {
  return Array.from({ length: someCount(draw) }, () => {
    const { keys } = tencent.in(some(draw, REGIONS.tencent));
    const { name } = keys.createKey({ tags: someTags(draw, 50), ...(draw() < 0.3 && { creatorUin: USER }) });
    if (draw() < 0.2) keys.failTagging(name, someFailures(draw));
    const scheduleDeletion = () => keys.setState(name, "PendingDelete");
    return { ...resource(name, 50, keys), scheduleDeletion, remove: () => keys.removeKey(name) };
  });
}

export function secretsOfTencent(draw: Draw, tencent: LocalTencent): readonly WorldResource[] {
  return REGIONS.tencent.flatMap((region) =>
    Array.from({ length: Math.floor(draw() * 5) }, (_, index) => {
      const { secrets } = tencent.in(region);
      // A request of the Tag service that names it by this name is logged without its region.
      const { name } = secrets.createSecret(`secret-${index}-${region}`, someTags(draw, 50));
      if (draw() < 0.2) secrets.failTagging(name, someFailures(draw));
      return resource(name, 50, secrets);
    }),
  );
}

/** The same for the name of a resource and for a request that names it in some form. */
export function placeOf(name: string, region = name.split(":").at(name.startsWith("arn:") ? 3 : 2)): string {
  // Every request names certificates of AWS by their ARNs, and their ids can be those of keys.
  if (name.startsWith("arn:aws:acm:")) return name;
  const id = name.slice(name.lastIndexOf("/") + 1);
  // The Tag service of Tencent Cloud serves all regions.
  return name.includes("creatorUin/") ? id : `${region} ${id}`;
}

function some<Item>(draw: Draw, items: readonly Item[]): Item {
  return items[Math.floor(draw() * items.length)] as Item;
}

/** Other changes of the resource are under way: a success names it as failed, and another attempt succeeds. */
function someFailures(draw: Draw): TencentTaggingFailure {
  return { code: "FailedOperation.ResourceTagProcessing", times: 1 + Math.floor(draw() * 3) };
}

/** Mostly few, so that a seed is fast; sometimes too many for one call. */
function someCount(draw: Draw): number {
  return 10 + Math.floor(draw() ** 2 * 31);
}

function resource(
  arn: string,
  limit: number,
  scene: { tagsOf(name: string): Tags; setTags(name: string, tags: Tags): void },
): WorldResource {
  return {
    arn,
    limit,
    place: placeOf(arn),
    tags: () => scene.tagsOf(arn),
    setTags: (tags) => scene.setTags(arn, tags),
  };
}

/** Few values, so that resources share calls; sometimes so many tags that another does not fit. */
function someTags(draw: Draw, limit: number): Tags {
  const tags: Record<string, string> = {};
  if (draw() < 0.7) tags["Owner"] = `team-${Math.floor(draw() * 4)}`;
  if (draw() < 0.1) tags["owner"] = `team-${Math.floor(draw() * 4)}`;
  if (draw() < 0.2) tags["stage"] = "production";
  else if (draw() < 0.6) tags["stage"] = "test";
  if (draw() < 0.5) tags["tmp-a"] = "1";
  if (draw() < 0.4) tags["tmp-b"] = `${Math.floor(draw() * 3)}`;
  if (draw() < 0.3) tags["reviewed"] = "yes";
  if (draw() < 0.15) for (let more = Object.keys(tags).length; more < limit; more += 1) tags[`label-${more}`] = "x";
  return tags;
}
