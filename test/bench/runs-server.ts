import { startLocalClouds } from "@crosstag/local-clouds";

/** What a benchmark requests: its first message. */
export interface RunsServerRequest {
  readonly keys: number;
  /** TagResource a second; absent: no quotas at all. */
  readonly tagResourcePerSecond?: number;
}

/** Sent when the cloud is ready. Later questions get the number of TagResource requests so far. */
export interface RunsServerReady {
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  readonly arns: readonly string[];
}

process.send?.("up");
process.once("message", (request: RunsServerRequest) => {
  void (async () => {
    const { keys, tagResourcePerSecond } = request;
    const { aws } = await startLocalClouds({
      alibaba: false,
      aws: { quotas: tagResourcePerSecond === undefined ? "off" : { TagResource: tagResourcePerSecond } },
    });
    const arns = aws.keys.addMany(keys, { tags: { stage: "test" } }).map(({ arn }) => arn);
    process.send?.({
      endpoint: aws.endpoint,
      region: aws.region,
      account: aws.account,
      arns,
    } satisfies RunsServerReady);
    process.on("message", () => process.send?.(aws.requests.count("TagResource")));
  })();
});
process.on("disconnect", () => process.exit(0));
