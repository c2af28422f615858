import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Policy } from "@crosstag/compliance";
import { openLocalClouds, startConsole, type ConsoleSession, type StartConsoleOptions } from "@crosstag/console";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { refuseHighPort } from "../../input/refuse-high-port.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import { interruptedBy } from "../../interruption.ts";
import type { Invocation } from "../../invocation.ts";
import { requireSeen, requireVisible } from "../../output/require-seen.ts";
import { ownVersion } from "../../own-version.ts";
import { packageFolder } from "../../package-folder.ts";
import { refuseDryRun } from "../../refuse-dry-run.ts";
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
  const { options } = invocation;
  refuseDryRun(invocation.globals, "console");
  requireVisible(ADDRESS, invocation);
  const isLocal = await worksOnLocalClouds(invocation);
  refuseOptions(options, isLocal);
  const policy = await policyOf(invocation);
  await (isLocal ? serveLocal(invocation, policy) : serveConfigured(invocation, policy));
  return EXIT_CODE.done;
}

async function serveLocal(invocation: Invocation<ConsoleOptions>, policy: Policy | undefined): Promise<void> {
  const local = onDemand(() => openLocalClouds({ keys: invocation.options.keys }));
  try {
    await withTemporaryFolder((folder) =>
      serve(invocation, {
        crosstag: async () => (await local.open()).crosstag,
        tryIt: async () => (await local.open()).tryIt,
        folder: chosenFolder(invocation) ?? folder,
        clouds: "local",
        policy,
      }),
    );
  } finally {
    await local.close();
  }
}

async function serveConfigured(invocation: Invocation<ConsoleOptions>, policy: Policy | undefined): Promise<void> {
  const [{ withCrosstag }, { liveTargets }] = await Promise.all([
    import("../../open-crosstag.ts"),
    import("@crosstag/console/parts"),
  ]);
  const local = onDemand(() => openLocalClouds({ keys: 0 }));
  try {
    await withCrosstag(invocation, undefined, (crosstag) =>
      serve(invocation, {
        crosstag,
        // With --live, nothing is sent to local clouds.
        tryIt: invocation.options.live === true ? liveTargets(crosstag) : async () => (await local.open()).tryIt,
        folder: chosenFolder(invocation) ?? stateFolder(invocation.context, "console"),
        clouds: "configured",
        policy,
      }),
    );
  } finally {
    await local.close();
  }
}

interface Closable {
  close(): Promise<void>;
}

/** Opens once, when it is needed first, and closes what was opened. */
function onDemand<Opened extends Closable>(openNow: () => Promise<Opened>) {
  let opened: Promise<Opened> | undefined;
  return {
    open: () => (opened ??= openNow()),
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

/** Loaded on demand: what reads it takes longer to load than the page of the console. */
async function policyOf(invocation: Invocation<ConsoleOptions>): Promise<Policy | undefined> {
  const { policy } = invocation.options;
  if (policy === undefined) return undefined;
  const { readPolicy } = await import("../../compliance/read-policy.ts");
  return readPolicy(policy, invocation);
}

/** Local clouds are shown if --local asks for them, or if no clouds are configured or named. */
async function worksOnLocalClouds(invocation: Invocation<ConsoleOptions>): Promise<boolean> {
  const { options, globals } = invocation;
  if (options.local === true) {
    if (globals.cloud !== undefined)
      throw new UsageError("--cloud cannot be used with --local: the local clouds have no other names.");
    return true;
  }
  if (globals.cloud !== undefined) return false;
  const { readConfiguration } = await import("../../configuration/read-configuration.ts");
  return (await readConfiguration(invocation)).file === undefined;
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

interface Served extends Pick<StartConsoleOptions, "crosstag" | "tryIt"> {
  readonly folder: string;
  readonly clouds: ConsoleSession["clouds"];
  readonly policy: Policy | undefined;
}

async function serve(
  { context, options, output, messages }: Invocation<ConsoleOptions>,
  { folder, clouds, policy, ...opened }: Served,
): Promise<void> {
  const { now, signal } = context;
  const show = async (url: string) => {
    if (output.format === "table") await output.write(`${url}\n`);
    else await output.json({ url, clouds });
    await requireSeen(ADDRESS, { output });
    messages.info(
      clouds === "local"
        ? "Open this address: it is for you alone. The console shows local clouds, in which everything is made up; Ctrl-C ends both."
        : "Open this address: it is for you alone. The console shows the configured clouds; plans that you run there change them. Ctrl-C ends it.",
    );
  };
  // Nothing of the user's can be refused any more: the page need not wait for the clouds.
  const isSure = clouds === "local" && options.state === undefined;
  const running = await startConsole({
    ...opened,
    stateFolder: folder,
    defaultPolicy: policy,
    now,
    clouds,
    port: options.port,
    page: join(packageFolder(), "dist/page"),
    version: ownVersion(),
    onListening: isSure ? show : undefined,
    onUnrecorded: (write) => messages.warn(describeUnrecorded(write)),
    onCutOff: (writes) => messages.warn(describeCutOff(writes)),
    onCutOffDeletions: (deletions) => messages.warn(describeCutOffDeletions(deletions)),
  });
  try {
    if (!isSure) await show(running.url);
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
