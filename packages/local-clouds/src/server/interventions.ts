import type { Answer, CloudCall } from "./cloud.ts";
import { namesOperation } from "./operation-name.ts";

/** A parsed request with a valid signature, as an intervening function sees it. */
export interface InterceptedCall extends Pick<
  CloudCall,
  "operation" | "account" | "region" | "resources" | "accessKeyId"
> {
  /** 1 for the first such request since the function was registered. */
  readonly nth: number;
}

interface Intervention<Act> {
  readonly operation: string;
  readonly act: Act;
  count: number;
}

type Before = (call: InterceptedCall) => void;
type After = (answer: Answer, call: InterceptedCall) => Answer;

/** Functions of a test that intervene in requests: they change the scene before a request, or change its answer. */
export class Interventions {
  readonly #before = new Set<Intervention<Before>>();
  readonly #after = new Set<Intervention<After>>();

  before(operation: string, act: Before): () => void {
    return add(this.#before, operation, act);
  }

  after(operation: string, act: After): () => void {
    return add(this.#after, operation, act);
  }

  /** For the server: call before executing a request. */
  runBefore(call: CloudCall): void {
    if (this.#before.size === 0) return;
    for (const intervention of this.#before)
      if (namesOperation(intervention.operation, call)) intervention.act(seen(call, intervention));
  }

  /** For the server: returns what to send instead of an answer. */
  runAfter(call: CloudCall, answer: Answer): Answer {
    if (this.#after.size === 0) return answer;
    let sent = answer;
    for (const intervention of this.#after) {
      if (namesOperation(intervention.operation, call)) sent = intervention.act(sent, seen(call, intervention));
    }
    return sent;
  }
}

function add<Act>(interventions: Set<Intervention<Act>>, operation: string, act: Act): () => void {
  const intervention = { operation, act, count: 0 };
  interventions.add(intervention);
  return () => {
    interventions.delete(intervention);
  };
}

function seen(
  { operation, account, region, resources, accessKeyId }: CloudCall,
  of: Intervention<unknown>,
): InterceptedCall {
  of.count += 1;
  return { operation, account, region, resources, accessKeyId, nth: of.count };
}
