import type { Answer, LocalClouds } from "@crosstag/local-clouds";
import { ANY_ANSWER, type HostileAnswer } from "../hostile/hostile-answers.ts";
import { ALIBABA_FIELDS, AWS_FIELDS, TENCENT_FIELDS, type HostileFields } from "../hostile/hostile-fields.ts";
import { SERVICES } from "./add-faults.ts";
import type { Draw } from "./seeded-resources.ts";

/** Of all answers. */
const SHARE = 0.08;

/**
 * Answers of a server between client and cloud to any request. Broken connections are separate faults, and nothing
 * hangs here.
 */
const TO_ANY_REQUEST = ANY_ANSWER.filter(({ ends, hangs }) => ends === undefined && hangs === undefined);

/** The false answers given. */
export interface Lies {
  /** Names of the kinds. */
  readonly kinds: ReadonlySet<string>;
  stop(): void;
}

/** Makes all clouds execute requests, and answer some of them with another answer. */
export function addLies({ aws, alibaba, tencent }: LocalClouds, draw: Draw): Lies {
  const kinds = new Set<string>();
  const stops = [
    { cloud: aws, fields: AWS_FIELDS },
    { cloud: alibaba, fields: ALIBABA_FIELDS },
    { cloud: tencent, fields: TENCENT_FIELDS },
  ].flatMap(({ cloud, fields }) =>
    [...SERVICES, "GetCallerIdentity"].map((operation) => {
      let told = 0;
      return cloud.after(operation, (honest, call) => {
        if (draw() >= SHARE) return honest;
        const lies = [...TO_ANY_REQUEST, ...(honest.status === 200 ? liesAbout(call.operation, fields) : [])];
        const lie = lies[Math.floor(draw() * lies.length)] as HostileAnswer;
        kinds.add(lie.name);
        return tell(lie, honest, (told += 1));
      });
    }),
  );
  return {
    kinds,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

function liesAbout(
  operation: string,
  { read, describe }: Pick<HostileFields, "read" | "describe">,
): readonly HostileAnswer[] {
  if (/^(?:List(?:ResourceTags|TagResources)|DescribeResourceTagsByResourceIds)$/.test(operation)) return read;
  return operation === "DescribeKey" ? describe : [];
}

function tell({ status = 200, headers = {}, body }: HostileAnswer, honest: Answer, told: number): Answer {
  const sent = Object.fromEntries(Object.entries(honest.headers).map(([name, value]) => [name.toLowerCase(), value]));
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) delete sent[name];
    else sent[name] = value;
  }
  if (typeof body === "function")
    return {
      status,
      headers: sent,
      body: JSON.stringify(body(JSON.parse(honest.body) as Record<string, unknown>, told)),
    };
  return { status, headers: sent, body: body ?? honest.body };
}
