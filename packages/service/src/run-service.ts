import type { OpenedCrosstag } from "@crosstag/clouds";
import type { Policy } from "@crosstag/compliance";
import type { EventListener } from "@crosstag/core";
import type { CutOffDeletion, FlushOptions } from "@crosstag/core/node";
import { allowHosts, isLoopbackHost } from "./access/allowed-hosts.ts";
import { allowOrigins } from "./access/allowed-origins.ts";
import { openAccess, type Access } from "./access/open-access.ts";
import type { ReadAccessFile } from "./access/read-access-file.ts";
import { unrestrictedAccess } from "./access/unrestricted-access.ts";
import type { ErrorNames } from "./aws-wire/aws-wire-options.ts";
import { createService, MOST_BODY_BYTES, type Service, type ServiceOptions } from "./create-service.ts";
import { idempotentRequests } from "./limits/idempotent-requests.ts";
import { addMetrics } from "./observe/add-metrics.ts";
import { errorLogLine, reasonOf } from "./observe/error-log-line.ts";
import { observeService, type ServiceObservation } from "./observe/observe-service.ts";
import { resourcePlaces } from "./access/resource-places.ts";
import { runLogLine, type RunNote } from "./runs/run-note.ts";
import type { CutOffWrite } from "./writes/cut-off-writes.ts";
import type { UnrecordedWrite } from "./writes/direct-writes.ts";
import { unrecordedLogLine } from "./writes/unrecorded-log-line.ts";
import type { ServiceContext } from "./service-context.ts";
import { closeAll } from "./close-all.ts";
import { openServiceState, type ServiceState } from "./service-state.ts";
import { startService, type ListenOptions, type RunningService } from "./start-service.ts";

/** Clouds that are open, and how they are closed. */
export interface OpenedClouds {
  /** The clouds. */
  readonly crosstag: OpenedCrosstag;
  /** Closes them. */
  close(): Promise<void>;
}

/** Options of `runService`. */
export interface RunServiceOptions extends ListenOptions {
  /** Opens the clouds. Its argument is for `engine.onEvent`: it counts the calls of clouds. */
  readonly openClouds: (onEvent: EventListener) => Promise<OpenedClouds>;
  /** The allowed callers. `open`: every program on this machine, without a token; only for an address of this machine. */
  readonly access: ReadAccessFile | "open";
  /** The folder for plans, runs, decisions and evidence, for the service's user only. One service uses it at a time. */
  readonly stateFolder: string;
  /** When the records of direct writes are flushed: see `FlushOptions`. Default: before anything is changed. */
  readonly flushWrites?: FlushOptions | undefined;
  /** The policy for requests that bring none. Default: such requests are refused. */
  readonly defaultPolicy?: Policy | undefined;
  /** The present. Default: the system's. */
  readonly now?: (() => Date) | undefined;
  /** Called when a run continues by itself, ends or fails. The log has a line for each as well. Default: ignored. */
  readonly onNote?: ((note: RunNote) => void) | undefined;
  /** Called when the outcomes of a write could not be written down. The log has a line for it as well. Default: ignored. */
  readonly onUnrecorded?: ((write: UnrecordedWrite) => void) | undefined;
  /**
   * Called when records of writes could not be flushed, which a power failure can take; only if they are flushed later. The log has
   * a line for it as well. Default: ignored.
   */
  readonly onUnflushed?: ((error: unknown) => void) | undefined;
  /**
   * Called once if an earlier process ended in the middle of writes, which may have been made. The log has a line for each as
   * well. Default: ignored.
   */
  readonly onCutOff?: ((writes: readonly CutOffWrite[]) => void) | undefined;
  /** The same for deletions of key material. The log has a line for each as well. Default: ignored. */
  readonly onCutOffDeletions?: ((deletions: readonly CutOffDeletion[]) => void) | undefined;
  /** Takes a line of the log without its line break: one for each request, and for each run. Default: no log. */
  readonly writeLog?: ((line: string) => void) | undefined;
  /** Whose names of errors the protocol of AWS KMS has. Default: `aws`. It is offered if there are access keys. */
  readonly errorNames?: ErrorNames | undefined;
}

/**
 * Runs the service: opens the clouds and the files, and listens. What is open is closed again if one step fails.
 * @throws CrosstagError `configuration` if the clouds, a file or the address cannot be used
 */
export async function runService(options: RunServiceOptions): Promise<RunningService> {
  const { now = () => new Date(), writeLog, stateFolder, defaultPolicy, onNote, onUnrecorded, onCutOff } = options;
  let state: ServiceState | undefined;
  const runStates = async () => (await state?.runDocuments.states()) ?? {};
  const observation = observeService({ writeLog, now, runStates });
  const clouds = await options.openClouds(observation.onEvent);
  const { crosstag } = clouds;
  try {
    state = await openServiceState({
      crosstag,
      stateFolder,
      now,
      flushWrites: options.flushWrites,
      places: resourcePlaces(crosstag),
      onNote: (note) => {
        writeLog?.(runLogLine(note, now()));
        onNote?.(note);
      },
      onUnrecorded: (write) => {
        observation.metrics.writeUnrecorded();
        writeLog?.(unrecordedLogLine(write, now()));
        onUnrecorded?.(write);
      },
      onUnflushed: (error) => {
        writeLog?.(errorLogLine("writes-unflushed", reasonOf(error), now()));
        options.onUnflushed?.(error);
      },
      onCutOff: (writes) => {
        for (const { by, at, resources } of writes)
          writeLog?.(errorLogLine("write-cut-off", { ...by, at, resources }, now()));
        onCutOff?.(writes);
      },
      onCutOffDeletions: (deletions) => {
        for (const deletion of deletions) writeLog?.(errorLogLine("deletion-cut-off", deletion, now()));
        options.onCutOffDeletions?.(deletions);
      },
    });
    const context: ServiceContext = { crosstag, stateFolder, now, random: Math.random, state, defaultPolicy };
    const running = await startService(assemble(context, observation, options), options);
    const { runs } = state;
    // The streams of runs end with their runs.
    const drain = async (own: Parameters<RunningService["close"]>[0]) => {
      await Promise.all([runs.close(), running.close(own)]);
    };
    const logFailure = (error: unknown) => writeLog?.(errorLogLine("close-failed", reasonOf(error), now()));
    return { url: running.url, close: (own) => closeAll([() => drain(own), ...closings(state, clouds)], logFailure) };
  } catch (error) {
    await closeAll(closings(state, clouds));
    throw error;
  }
}

/** Runs stop in order before the clouds are closed; they continue on the next start. */
function closings(state: ServiceState | undefined, clouds: OpenedClouds): readonly (() => Promise<void>)[] {
  return [async () => state?.close(), () => clouds.close()];
}

function assemble(
  context: ServiceContext,
  observation: ServiceObservation,
  { access: given, errorNames }: Pick<RunServiceOptions, "access" | "errorNames">,
): Service {
  const { now } = context;
  const isOpen = given === "open";
  const access: Access = isOpen
    ? unrestrictedAccess()
    : openAccess(given.configuration, { secrets: given.secrets, now });
  // Without a token, a page in the browser of this machine could call: it gives itself away by these headers.
  const guards = isOpen ? [allowHosts(isLoopbackHost), allowOrigins(() => false)] : [];
  const options: ServiceOptions = {
    authenticate: (request) => access.authenticate(request),
    middleware: [...observation.middleware, ...guards],
    operationMiddleware: [idempotentRequests(context, MOST_BODY_BYTES)],
    ...(!isOpen &&
      given.secrets.size > 0 && {
        awsWire: {
          findKey: (id: string) => access.findKey(id),
          errorNames,
        },
      }),
  };
  const service = createService(context, options);
  addMetrics(service.app, observation.metrics, (request) => access.authenticate(request));
  return service;
}
