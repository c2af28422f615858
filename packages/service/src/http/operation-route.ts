import { fieldsOf, hasFields } from "@crosstag/core/internal";
import type { Context, Handler } from "hono";
import type { BoundAnswer, BoundOperation } from "./bind-operation.ts";
import { readInput } from "./read-input.ts";
import type { RequestLife, RequestLives } from "./request-lives.ts";
import type { ServiceEnvironment } from "./service-environment.ts";
import { ServiceError } from "./service-error.ts";
import { eventsResponse, linesResponse } from "./stream-response.ts";

/** What all routes of operations share. */
export interface RouteOptions {
  readonly lives: RequestLives;
  /** The largest body, in bytes. */
  readonly mostBodyBytes: number;
  /** Milliseconds that a request which is answered with one document may take. */
  readonly timeLimitMs: number;
}

/** Returns what answers the requests of one operation; its caller has been let in already. */
export function operationRoute(
  bound: BoundOperation,
  { lives, mostBodyBytes, timeLimitMs }: RouteOptions,
): Handler<ServiceEnvironment> {
  const { definition } = bound;
  // What was begun in a cloud has an outcome, and its journal needs it, with or without a caller.
  const changesClouds = definition.effect === "write" || definition.effect === "delete";
  return async (context) => {
    const request = context.req.raw;
    const life = lives.begin({
      ...(definition.answers === "json" && { timeLimitMs }),
      endsFirst: definition.answers === "events",
      ...(!changesClouds && { callerSignal: request.signal }),
    });
    try {
      const given = await readInput({ request, path: context.req.param(), mostBodyBytes });
      context.set("performing", true);
      const answer = await bound.perform(given, {
        caller: callerOf(context),
        requestId: context.get("requestId"),
        until: life,
        get signal() {
          return life.signal;
        },
        lastEventId: request.headers.get("Last-Event-ID") ?? undefined,
      });
      return await respond(answer, context, life);
    } catch (error) {
      life.end();
      // The end has the reason; the error may only say that a signal was aborted.
      throw life.ended ?? error;
    }
  };
}

async function respond(
  answer: BoundAnswer,
  context: Context<ServiceEnvironment>,
  life: RequestLife,
): Promise<Response> {
  const options = { requestId: context.get("requestId"), life };
  if ("lines" in answer) return linesResponse(answer.lines, options);
  if ("events" in answer) return eventsResponse(answer.events, options);
  life.end();
  const counts = countsIn(answer.document);
  if (counts !== undefined) context.set("counts", counts);
  return new Response(JSON.stringify(answer.document), {
    status: answer.status,
    headers: { "Content-Type": "application/json" },
  });
}

/** The outcomes by status of an answer to a write, for the log. */
function countsIn(document: unknown): Readonly<Record<string, number>> | undefined {
  const { counts } = fieldsOf(document);
  if (!hasFields(counts)) return undefined;
  return Object.fromEntries(
    Object.entries(counts).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}

function callerOf(context: Context<ServiceEnvironment>): NonNullable<ServiceEnvironment["Variables"]["caller"]> {
  const caller = context.get("caller");
  if (caller !== undefined) return caller;
  throw new ServiceError({ code: "unauthenticated", message: "The caller is not known." });
}

/** The path as Hono writes it: `/v1/runs/:run`. */
export function honoPath({ definition: { path } }: BoundOperation): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}
