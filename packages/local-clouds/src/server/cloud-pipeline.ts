import type { Clock } from "./clock.ts";
import { CloudError, type Answer, type Cloud, type CloudCall, type ReceivedRequest } from "./cloud.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Identifiers } from "./identifiers.ts";
import type { Interventions } from "./interventions.ts";
import type { Quotas } from "./quotas.ts";
import { serviceOf } from "./operation-name.ts";
import type { MutableLogEntry, RequestLog } from "./request-log.ts";

/** What the regions of one cloud share in the server. */
export interface PipelineParts {
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly quotas: Quotas;
  readonly interventions: Interventions;
}

/** Instead of an answer: the connection is reset. */
export const connectionReset = Symbol("connection reset");
export type Outcome = Answer | typeof connectionReset;

const htmlPage = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";

/**
 * The path of a request: receive, request log, faults, quota, execute, answer. Answers synchronously unless a fault
 * applies.
 */
export function process(cloud: Cloud, parts: PipelineParts, request: ReceivedRequest): Outcome | Promise<Outcome> {
  const requestId = parts.identifiers.uuid("request");
  const entry: MutableLogEntry = {
    at: parts.clock.now(),
    service: "",
    operation: "",
    account: "",
    region: "",
    resources: [],
    status: 0,
    applied: false,
    requestId,
    accessKeyId: "",
  };
  let call: CloudCall;
  try {
    call = cloud.receive(request);
  } catch (error) {
    parts.requests.append(entry);
    return refuse(cloud, request, entry, error);
  }
  entry.service = serviceOf(call);
  entry.operation = call.operation;
  entry.account = call.account;
  entry.region = call.region;
  entry.resources = call.resources;
  entry.accessKeyId = call.accessKeyId;
  parts.requests.append(entry);

  try {
    parts.interventions.runBefore(call);
  } catch (error) {
    return defect(entry, error);
  }
  const fault = parts.faults.match(call);
  const exchange = { cloud, parts, request, call, entry };
  if (fault === undefined) return carryOut(exchange);
  entry.fault = fault.kind;
  return applyFault(fault, exchange);
}

/** One request that was received, on its way to its answer. */
interface Exchange {
  readonly cloud: Cloud;
  readonly parts: PipelineParts;
  readonly request: ReceivedRequest;
  readonly call: CloudCall;
  readonly entry: MutableLogEntry;
}

/** `shownRequestId`: empty if the answer shows no request id. */
function carryOut({ cloud, parts, request, call, entry }: Exchange, shownRequestId = entry.requestId): Answer {
  let answer: Answer;
  try {
    const group = cloud.quotaGroupOf(call);
    if (group !== undefined && !parts.quotas.take(call.account, call.region, group)) throw cloud.throttled(call);
    const result = cloud.execute(call);
    entry.applied = true;
    answer = cloud.answer(result, call, shownRequestId);
    entry.status = answer.status;
  } catch (error) {
    answer = refuse(cloud, request, entry, error, shownRequestId);
  }
  try {
    const sent = parts.interventions.runAfter(call, answer);
    entry.status = sent.status;
    return sent;
  } catch (error) {
    return defect(entry, error);
  }
}

async function applyFault(fault: Fault, exchange: Exchange): Promise<Outcome> {
  const { cloud, parts, request, call, entry } = exchange;
  switch (fault.kind) {
    case "throttle":
      return refuse(cloud, request, entry, cloud.throttled(call));
    case "server-error-json":
      return refuse(cloud, request, entry, cloud.fault(call, fault.status === 503 ? 503 : 500));
    case "server-error-html":
      return page(entry, fault.status ?? 502);
    case "server-error-empty":
      entry.status = fault.status ?? 503;
      return { status: entry.status, headers: {}, body: "" };
    case "unreadable-success": {
      const answer = carryOut(exchange);
      return entry.applied ? page(entry, 200) : answer;
    }
    case "without-request-id":
      return carryOut(exchange, "");
    case "reset-before-applying":
      return connectionReset;
    case "reset-after-applying": {
      carryOut(exchange);
      entry.status = 0;
      return connectionReset;
    }
    case "delay":
      await parts.clock.sleep(fault.delayMs ?? 0);
      return carryOut(exchange);
  }
}

function refuse(
  cloud: Cloud,
  request: ReceivedRequest,
  entry: MutableLogEntry,
  error: unknown,
  shownRequestId = entry.requestId,
): Answer {
  if (!(error instanceof CloudError)) return defect(entry, error);
  const answer = cloud.answerError(error, request, shownRequestId);
  entry.status = answer.status;
  entry.errorCode = error.code;
  return answer;
}

/**
 * Reports an error of this package or of an intervening function as a defect, so that it cannot be taken for an answer
 * of the cloud.
 */
function defect(entry: MutableLogEntry, error: unknown): Answer {
  entry.status = 500;
  entry.fault = "defect";
  const trace = error instanceof Error ? error.stack : undefined;
  const body = `Defect in @crosstag/local-clouds, please report it, or in a function given to before() or after().\n${trace ?? String(error)}\n`;
  return { status: 500, headers: { "Content-Type": "text/plain" }, body };
}

function page(entry: MutableLogEntry, status: number): Answer {
  entry.status = status;
  return { status, headers: { "Content-Type": "text/html" }, body: htmlPage };
}
