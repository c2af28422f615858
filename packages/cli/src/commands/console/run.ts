import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenedCrosstag } from "@crosstag/clouds";
import type { Policy } from "@crosstag/compliance";
import {
  liveTargets,
  openLocalClouds,
  startConsole,
  type ConsoleSession,
  type OpenedLocalClouds,
} from "@crosstag/console";
import { readPolicy } from "../../compliance/read-policy.ts";
import { readConfiguration } from "../../configuration/read-configuration.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { refuseHighPort } from "../../input/refuse-high-port.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import { interruptedBy } from "../../interruption.ts";
import type { Invocation } from "../../invocation.ts";
import { withCrosstag } from "../../open-crosstag.ts";
import { requireSeen, requireVisible } from "../../output/require-seen.ts";
import { ownVersion } from "../../own-version.ts";
import { packageFolder } from "../../package-folder.ts";
import { describeCutOffDeletions } from "../../runs/describe-cut-off-deletions.ts";
import { stateFolder } from "../../runs/state-folder.ts";
import { UsageError } from "../../usage-error.ts";
import { describeCutOff } from "../serve/describe-cut-off.ts";
import { describeUnrecorded } from "../serve/describe-unrecorded.ts";

interface ConsoleOptions {
  readonly port?: number;
  readonly local?: boolean;
  readonly live?: boolean;
  readonly keys?: number;
  readonly policy?: string;
  readonly state?: string;
}

const ADDRESS = "The address of the console";

/** Runs until it is stopped: that is its normal end, not an interruption. */
export async function run(invocation: Invocation<ConsoleOptions>): Promise<ExitCode> {
  const { options, context } = invocation;
  requireVisible(ADDRESS, invocation);
  const isLocal = await worksOnLocalClouds(invocation);
  refuseOptions(options, isLocal);
  const policy = options.policy === undefined ? undefined : await readPolicy(options.policy, invocation);
  // With --live, nothing is sent to local clouds.
  const local = options.live === true ? undefined : await openLocalClouds({ keys: isLocal ? options.keys : 0 });
  try {
    if (isLocal && local !== undefined)
      await withTemporaryFolder((folder) =>
        serve(invocation, {
          local,
          crosstag: local.crosstag,
          folder: chosenFolder(invocation) ?? folder,
          clouds: "local",
          policy,
        }),
      );
    else
      await withCrosstag(invocation, undefined, (crosstag) => {
        const folder = chosenFolder(invocation) ?? stateFolder(context, "console");
        return serve(invocation, { local, crosstag, folder, clouds: "configured", policy });
      });
    return EXIT_CODE.done;
  } finally {
    await local?.close();
  }
}

/** Local clouds are shown if --local asks for them, or if no clouds are configured or named. */
async function worksOnLocalClouds(invocation: Invocation<ConsoleOptions>): Promise<boolean> {
  const { options, globals } = invocation;
  if (options.local === true) {
    if (globals.cloud !== undefined)
      throw new UsageError("--cloud cannot be used with --local: the local clouds have no other names.");
    return true;
  }
  return globals.cloud === undefined && (await readConfiguration(invocation)).file === undefined;
}

function refuseOptions({ port, keys, live }: ConsoleOptions, isLocal: boolean): void {
  if (live === true && isLocal)
    throw new UsageError(
      "--live is for configured clouds, and the console would show local ones.",
      "Write a crosstag.yaml, or omit --live.",
    );
  refuseHighPort(port);
  if (keys !== undefined && !isLocal)
    throw new UsageError(
      "--keys is for local clouds, and the console would show the configured clouds.",
      "Add --local, or omit --keys.",
    );
}

interface Served {
  /** Undefined with `--live`. */
  readonly local: OpenedLocalClouds | undefined;
  readonly crosstag: OpenedCrosstag;
  readonly folder: string;
  readonly clouds: ConsoleSession["clouds"];
  readonly policy: Policy | undefined;
}

async function serve(
  { context, options, output, messages }: Invocation<ConsoleOptions>,
  { local, crosstag, folder, clouds, policy }: Served,
): Promise<void> {
  const { now, signal } = context;
  const running = await startConsole({
    crosstag,
    stateFolder: folder,
    defaultPolicy: policy,
    now,
    clouds,
    tryIt: local?.tryIt ?? liveTargets(crosstag),
    port: options.port,
    page: join(packageFolder(), "dist/page"),
    version: ownVersion(),
    onUnrecorded: (write) => messages.warn(describeUnrecorded(write)),
    onCutOff: (writes) => messages.warn(describeCutOff(writes)),
    onCutOffDeletions: (deletions) => messages.warn(describeCutOffDeletions(deletions)),
  });
  try {
    if (output.format === "table") await output.write(`${running.url}\n`);
    else await output.json({ url: running.url, clouds });
    await requireSeen(ADDRESS, { output });
    messages.info(
      clouds === "local"
        ? "Open this address: it is for you alone. The console shows local clouds, in which everything is made up; Ctrl-C ends both."
        : "Open this address: it is for you alone. The console shows the configured clouds; plans that you run there change them. Ctrl-C ends it.",
    );
    if (!signal.aborted) await once(signal, "abort");
    // A page that has lost its server cannot tell why, so the terminal does.
    messages.info(`The console is stopping${interruptedBy(signal)}.`);
  } finally {
    await running.close();
  }
}

function chosenFolder({ options, context }: Invocation<ConsoleOptions>): string | undefined {
  return options.state === undefined ? undefined : resolvePath(options.state, context);
}

async function withTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "crosstag-console-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
