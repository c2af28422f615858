import type { Answer, CloudCall } from "./cloud.ts";

/** A request that was understood and rightly signed, as a function that intervenes sees it. */
export interface InterceptedCall extends Pick<CloudCall, "operation" | "region" | "resources" | "accessKeyId"> {
  /** 1 for the first such request since the function was given. */
  readonly nth: number;
}

interface Intervention<Act> {
  readonly operation: string;
  readonly act: Act;
  count: number;
}

type Before = (call: InterceptedCall) => void;
type After = (answer: Answer, call: InterceptedCall) => Answer;

/** Functions of a test that act between the requests of a client: on the scene before one, or on what it is answered. */
export class Interventions {
  readonly #before = new Set<Intervention<Before>>();
  readonly #after = new Set<Intervention<After>>();

  before(operation: string, act: Before): () => void {
    return add(this.#before, operation, act);
  }

  after(operation: string, act: After): () => void {
    return add(this.#after, operation, act);
  }

  /** For the server: before a request is carried out. */
  runBefore(call: CloudCall): void {
    if (this.#before.size === 0) return;
    for (const intervention of this.#before)
      if (concerns(intervention, call)) intervention.act(seen(call, intervention));
  }

  /** For the server: gives what is sent in place of an answer. */
  runAfter(call: CloudCall, answer: Answer): Answer {
    if (this.#after.size === 0) return answer;
    let sent = answer;
    for (const intervention of this.#after) {
      if (concerns(intervention, call)) sent = intervention.act(sent, seen(call, intervention));
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

function concerns({ operation }: Intervention<unknown>, call: CloudCall): boolean {
  return operation === call.operation || (operation === "*" && call.service === undefined);
}

function seen({ operation, region, resources, accessKeyId }: CloudCall, of: Intervention<unknown>): InterceptedCall {
  of.count += 1;
  return { operation, region, resources, accessKeyId, nth: of.count };
}
