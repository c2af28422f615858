import { capitalize } from "@crosstag/core/internal";
import { useId, useState, type ReactNode } from "react";
import type { Parameter } from "../form/parameter.ts";
import { withExamples, type ExampleSource } from "../provoke/example-values.ts";
import { provokedErrors, RESOURCE_PARAMETERS, withoutProvoked, withoutResources } from "../provoke/provoked-errors.ts";
import { wireSamples, type SamplePlace } from "../samples/wire-samples.ts";
import {
  sendToCloud,
  useTarget,
  type TargetState,
  type TryItAnswer,
  type TryItTarget,
} from "../server/try-it-server.ts";
import type { ShownAnswer } from "../tester/answer-view.tsx";
import { Tester } from "../tester/tester.tsx";
import { wireRequest } from "./wire-request.ts";

/** An operation of a cloud, and its parameters. */
export interface ApiTesterProps {
  /** As the cloud spells it: `TagResource`. */
  readonly operation: string;
  /** What the operation does, in a sentence. */
  readonly description?: string | undefined;
  /** Default: none. */
  readonly parameters?: readonly Parameter[] | undefined;
  /** Shown until there is a response. */
  readonly exampleResponse?: unknown;
  /** `aws`, `qkms`, `alibaba` or `tencent`. Default: `aws`. */
  readonly cloud?: string | undefined;
}

const NO_PARAMETERS: readonly Parameter[] = [];
const TITLES: Readonly<Record<string, string>> = {
  aws: "AWS KMS",
  qkms: "QKMS",
  alibaba: "Alibaba Cloud KMS",
  tencent: "Tencent Cloud",
};

/** Tries an operation of a cloud: a form, the request in several languages, the response, and errors on purpose. */
export function ApiTester({
  operation,
  description,
  parameters = NO_PARAMETERS,
  exampleResponse,
  cloud: given = "aws",
}: ApiTesterProps) {
  const [chosen, setChosen] = useState<string>();
  const cloud = chosen ?? given;
  const found = useTarget(cloud);
  const target = found.state === "ready" ? found.target : undefined;
  const deletes = operation.startsWith("Delete");
  const source = exampleSource(target, deletes);
  return (
    <Tester
      operation={operation}
      description={description}
      parameters={parameters}
      subject={cloud}
      keep={(values) => withoutResources(parameters, values)}
      // Pages of some clouds spell a parameter in lower case that the wire spells in upper case.
      nameOf={capitalize}
      fill={(values) => withExamples(parameters, withoutProvoked(values), source)}
      suggestions={(name) => suggestionsFor(name, source)}
      preview={(typed) => wireRequest(cloud, operation, typed, endpointOf(cloud, target))}
      samples={(typed) => wireSamples(cloud, operation, typed, placeOf(cloud, found))}
      provoked={provokedErrors(cloud, operation, parameters).filter(
        ({ throttled }) => !(throttled === true && target?.live),
      )}
      send={
        found.state === "ready"
          ? async (typed, throttled) =>
              shown(await sendToCloud(found.server, cloud, { operation, parameters: typed, throttled }))
          : undefined
      }
      notice={
        <>
          {found.state === "ready" && found.alike.length > 1 && (
            <CloudChoice clouds={found.alike} chosen={cloud} onChoose={setChosen} />
          )}
          <Notice cloud={cloud} found={found} deletes={deletes} />
        </>
      }
      exampleResponse={exampleResponse}
    />
  );
}

const NO_EXAMPLES = { keys: [], importedKeys: [], fullNames: [] };

/** A deletion of key material needs a key with imported material. */
function exampleSource(target: TryItTarget | undefined, deletes: boolean): ExampleSource {
  const { keys, importedKeys, fullNames } = target?.examples ?? NO_EXAMPLES;
  return { region: target?.region ?? "", keys: deletes ? importedKeys : keys, fullNames };
}

function suggestionsFor(name: string, { keys, fullNames }: ExampleSource): readonly string[] {
  if (name === "ResourceList") return fullNames;
  return RESOURCE_PARAMETERS.has(name) ? keys : [];
}

const ENDPOINTS: Readonly<Record<string, string>> = {
  alibaba: "https://kms.cn-hangzhou.aliyuncs.com",
  tencent: "https://kms.tencentcloudapi.com",
};
const REGIONS: Readonly<Record<string, string>> = { alibaba: "cn-hangzhou", tencent: "ap-guangzhou" };

function endpointOf(cloud: string, target: { readonly endpoint: string } | undefined): string {
  return target?.endpoint ?? ENDPOINTS[cloud] ?? "https://kms.us-east-1.amazonaws.com";
}

function placeOf(cloud: string, found: TargetState): SamplePlace {
  const target = found.state === "ready" ? found.target : undefined;
  return {
    region: target?.region ?? REGIONS[cloud] ?? "us-east-1",
    endpoint: endpointOf(cloud, target),
    live: target?.live ?? true,
    console:
      found.state === "ready" ? new URL(found.server.address, location.href).href : "http://127.0.0.1:8484/console/try",
  };
}

/** Which of the clouds with the same protocol the requests go to. */
function CloudChoice({
  clouds,
  chosen,
  onChoose,
}: {
  readonly clouds: readonly string[];
  readonly chosen: string;
  readonly onChoose: (cloud: string) => void;
}) {
  const id = useId();
  return (
    <div className="field try-cloud">
      <label htmlFor={id}>Send to</label>
      <select id={id} value={chosen} onChange={({ target }) => onChoose(target.value)}>
        {clouds.map((cloud) => (
          <option key={cloud} value={cloud}>
            {TITLES[cloud] ?? cloud}
          </option>
        ))}
      </select>
    </div>
  );
}

function Notice({
  cloud,
  found,
  deletes,
}: {
  readonly cloud: string;
  readonly found: TargetState;
  readonly deletes: boolean;
}): ReactNode {
  const title = TITLES[cloud] ?? cloud;
  switch (found.state) {
    case "no-server":
      return <p className="notice">To send requests, open this page in the console: crosstag console</p>;
    case "loading":
      return <p className="notice soft">Looking for the local cloud…</p>;
    case "no-cloud":
      return <p className="notice warning">The console has not started {title}. Requests cannot be sent.</p>;
    case "failed":
      return (
        <p className="notice error" role="alert">
          {found.message}
        </p>
      );
    case "ready":
      return found.target.live ? (
        <p className="notice warning">
          <strong>This is {title} itself, not a local cloud.</strong> Requests change real resources in{" "}
          {found.target.region}.{deletes && " Key material is deleted on the page Key material only."}
        </p>
      ) : (
        <p className="notice">
          Requests go to the local {title} at <code>{found.target.endpoint}</code>. Its keys are made up.
        </p>
      );
  }
}

function shown({ request, response, requestId, milliseconds, logged }: TryItAnswer): ShownAnswer {
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const outcome = logged?.applied === true ? "carried out" : "not carried out";
  return {
    status: response.status,
    requestId,
    milliseconds,
    body: response.body,
    request: [`${request.method} ${request.url}`, ...headers, "", request.body].join("\n"),
    logged: logged && `${logged.operation}, status ${logged.status}, ${outcome}`,
  };
}
