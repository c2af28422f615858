import { startLocalClouds, type AwsCredentials } from "@crosstag/local-clouds";

/** The local cloud of the bench of the service, as its process reports it. */
export interface ServiceCloudReady {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly keys: readonly string[];
}

/** Keys of the cloud. */
const KEYS = 1_000;

const perSecond = process.env["BENCH_QUOTA"];
const clouds = await startLocalClouds({
  aws: { quotas: perSecond === undefined ? "off" : { TagResource: Number(perSecond) } },
  alibaba: false,
});
const { endpoint, region, credentials, keys, requests } = clouds.aws;
const ready: ServiceCloudReady = { endpoint, region, credentials, keys: keys.addMany(KEYS).map(({ arn }) => arn) };
process.send?.(ready);
// The parent asks how many calls there were.
process.on("message", () => {
  process.send?.(requests.count("TagResource"));
});
process.on("disconnect", () => {
  process.exit(0);
});
