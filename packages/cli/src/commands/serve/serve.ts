import { once } from "node:events";
import {
  readAccessFile,
  runService,
  type ListenOptions,
  type OpenedClouds,
  type ReadAccessFile,
} from "@crosstag/service";
import { ACCESS_FILE } from "../../access/access-file.ts";
import { readPolicy } from "../../compliance/read-policy.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { readTextOrStart } from "../../input/read-text-or-start.ts";
import { refuseHighPort } from "../../input/refuse-high-port.ts";
import { resolvePath } from "../../input/resolve-path.ts";
import { interruptedBy } from "../../interruption.ts";
import type { Invocation } from "../../invocation.ts";
import { openClouds } from "../../open-crosstag.ts";
import { openQuotaBudget } from "../../open-quota-budget.ts";
import { describeLoss } from "../../output/output.ts";
import { describeCutOffDeletions } from "../../runs/describe-cut-off-deletions.ts";
import { refuseDryRun } from "../../refuse-dry-run.ts";
import { stateFolder } from "../../runs/state-folder.ts";
import { UsageError } from "../../usage-error.ts";
import { describeCutOff } from "./describe-cut-off.ts";
import { describeUnflushed, describeUnrecorded } from "./describe-unrecorded.ts";
import { describeRefusedCallers } from "./describe-refused-callers.ts";
import { describeRunNote } from "./describe-run-note.ts";
import { isLoopbackAddress } from "./is-loopback-address.ts";

/** Options of `crosstag serve`. */
export interface ServeOptions {
  readonly host?: string;
  readonly port?: number;
  readonly access?: string;
  readonly open?: boolean;
  readonly policy?: string;
  readonly state?: string;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly flushWrites?: "always" | "every-second";
  readonly awsErrors?: "aws" | "qkms";
  readonly drain?: number;
  readonly requestLog: boolean;
}

const USUAL_HOST = "127.0.0.1";
const USUAL_DRAIN_SECONDS = 30;

const WITHOUT_ACCESS = [
  "It says who may call the service. To write one: crosstag init access",
  "To let every program on this machine in, without a token: crosstag serve --open",
];

/** Answers requests until it is stopped: that is its normal end, not an interruption. */
export async function serve(invocation: Invocation<ServeOptions>): Promise<ExitCode> {
  const { context, options, messages } = invocation;
  const { host = USUAL_HOST, port, drain = USUAL_DRAIN_SECONDS } = options;
  refuseDryRun(
    invocation.globals,
    "serve",
    "Each request can have `dryRun: true`. For tokens that change nothing, list only `read` and `plan` under operations.",
  );
  refuseHighPort(port);
  const access = await readAccess(invocation, host);
  const tls = readTls(options, invocation);
  if (tls === undefined && !isLoopbackAddress(host))
    messages.warn(
      "Tokens and tags are sent without encryption. Give --tls-certificate and --tls-key, or let only a proxy with TLS reach this address.",
    );
  const policy = options.policy === undefined ? undefined : await readPolicy(options.policy, invocation);
  const running = await runService({
    openClouds: (onEvent) => openForAll(invocation, onEvent),
    access,
    stateFolder: options.state === undefined ? stateFolder(context, "service") : resolvePath(options.state, context),
    host,
    ...(port !== undefined && { port }),
    ...(tls !== undefined && { tls }),
    ...(policy !== undefined && { defaultPolicy: policy }),
    ...(options.flushWrites === "every-second" && { flushWrites: { flushWithinMs: 1_000 } }),
    errorNames: options.awsErrors,
    now: context.now,
    onNote: (note) => messages.info(describeRunNote(note)),
    onUnrecorded: (write) => messages.warn(describeUnrecorded(write)),
    onUnflushed: (error) => messages.warn(describeUnflushed(error)),
    onCutOff: (writes) => messages.warn(describeCutOff(writes)),
    onCutOffDeletions: (deletions) => messages.warn(describeCutOffDeletions(deletions)),
    ...(options.requestLog && { writeLog: (line) => void invocation.output.write(`${line}\n`) }),
  });
  if (options.requestLog) context.standardOutput.once("error", (error) => messages.warn(describeLostLog(error)));
  try {
    messages.info([
      `The service listens on ${running.url}`,
      ...(access === "open" ? ["  Every program on this machine can use it, without a token."] : []),
      "  Ctrl-C stops it.",
    ]);
    if (!context.signal.aborted) await once(context.signal, "abort");
    messages.info(
      `The service is stopping${interruptedBy(context.signal)}: requests under way have ${drain} seconds to end.`,
    );
  } finally {
    await running.close({ drainMs: drain * 1_000 });
  }
  messages.info("The service has stopped.");
  return EXIT_CODE.done;
}

/** Callers are answered all the same: what they change is in the journals, which are files of their own. */
function describeLostLog(error: Error): string {
  return `The log of requests can no longer be written: ${describeLoss(error)}. The service continues without it; start it again to have one.`;
}

async function readAccess(
  { context, options, messages }: Pick<Invocation<ServeOptions>, "context" | "options" | "messages">,
  host: string,
): Promise<ReadAccessFile | "open"> {
  if (options.open !== true) {
    const file = options.access ?? ACCESS_FILE;
    // It says what to type if there is no such file.
    await readTextOrStart(file, context, WITHOUT_ACCESS);
    const access = await readAccessFile(resolvePath(file, context), context.environment);
    for (const warning of describeRefusedCallers(access.configuration, { file, now: context.now() }))
      messages.warn(warning);
    return access;
  }
  if (options.access !== undefined)
    throw new UsageError("--open cannot be used together with --access.", "Omit one of them.");
  if (!isLoopbackAddress(host))
    throw new UsageError(
      `--open cannot be used with --host ${host}: every program that reaches this address could change tags.`,
      `Omit --host, or write an access file: crosstag init access, then crosstag serve --access ${ACCESS_FILE}`,
    );
  return "open";
}

function readTls(
  { tlsCertificate, tlsKey }: ServeOptions,
  { context }: Pick<Invocation, "context">,
): ListenOptions["tls"] {
  if (tlsCertificate === undefined && tlsKey === undefined) return undefined;
  if (tlsCertificate === undefined || tlsKey === undefined)
    throw new UsageError("--tls-certificate and --tls-key belong together.", "Give both, or neither.");
  return { certificateFile: resolvePath(tlsCertificate, context), keyFile: resolvePath(tlsKey, context) };
}

/** Opens all selected clouds, with the quotas that this machine's processes share. */
async function openForAll(
  invocation: Invocation<ServeOptions>,
  onEvent: Parameters<typeof openClouds>[3],
): Promise<OpenedClouds> {
  const given = invocation.context.quotaBudget;
  const own = given === undefined ? openQuotaBudget(invocation) : undefined;
  try {
    const { crosstag, close } = await openClouds(invocation, undefined, given ?? own, onEvent);
    return {
      crosstag,
      close: async () => {
        await close();
        await own?.close();
      },
    };
  } catch (error) {
    await own?.close();
    throw error;
  }
}
