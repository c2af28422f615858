import { z } from "zod";
import { formatVersion } from "../model/format-version.ts";
import { runDocument } from "../model/run.ts";
import { defineOperation } from "../operation.ts";

/** Names the runs of the service. */
export const listRuns = defineOperation({
  name: "list-runs",
  title: "ListRuns",
  summary: "Names the runs of the service, the newest first.",
  method: "get",
  path: "/v1/runs",
  effect: "read",
  input: z.strictObject({}),
  output: z.strictObject({ formatVersion, runs: z.array(runDocument) }),
});
