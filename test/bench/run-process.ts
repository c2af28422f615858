import { applyTag } from "./apply-tag.ts";
import type { RunsServerReady } from "./runs-server.ts";

/** One of several processes that spend the same quota: plans and applies a tag on its share of the keys. */
process.send?.("up");
process.once("message", (cloud: RunsServerReady & { readonly tagResourcePerSecond: number }) => {
  void applyTag(cloud, cloud.arns, { tagResourcePerSecond: cloud.tagResourcePerSecond, inFlight: 16 }).then((result) =>
    process.send?.(result),
  );
});
process.on("disconnect", () => process.exit(0));
