import { startLocalClouds } from "@crosstag/local-clouds";

/** What the server process sends to its parent. */
export interface StartServerReady {
  /** A key with one tag. */
  readonly arn: string;
  /** Connects an SDK and the command with this cloud. */
  readonly environment: Readonly<Record<string, string>>;
}

const clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: false });
const { arn } = clouds.aws.keys.createKey({ tags: { team: "payments" } });
process.send?.({ arn, environment: clouds.environment() } satisfies StartServerReady);
process.on("disconnect", () => {
  process.exit(0);
});
