import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { afterAll, beforeAll, expect, it } from "vitest";
import { emptyValues } from "../../page/try-it/form/form-value.ts";
import type { Parameter } from "../../page/try-it/form/parameter.ts";
import { typedParameters } from "../../page/try-it/form/typed-parameters.ts";
import { withExamples } from "../../page/try-it/provoke/example-values.ts";
import { provokedErrors, withoutProvoked } from "../../page/try-it/provoke/provoked-errors.ts";
import { answerVerdict } from "../../page/try-it/tester/answer-verdict.ts";
import { localTargets } from "../../src/try-it/local-targets.ts";
import { sendRequest } from "../../src/try-it/send-request.ts";
import type { TryItCloud, TryItTarget } from "../../src/try-it/target.ts";

const CLOUDS = ["aws", "alibaba", "tencent"] as const satisfies readonly TryItCloud[];
const FOLDER = join(import.meta.dirname, "../../../../docs/operations");
const PAGES = CLOUDS.flatMap((cloud) =>
  readdirSync(join(FOLDER, cloud))
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const text = readFileSync(join(FOLDER, cloud, file), "utf8");
      const { parameters } = JSON.parse(text) as { readonly parameters: readonly Parameter[] };
      const page = readFileSync(join(FOLDER, cloud, file.replace(".json", ".mdx")), "utf8");
      const operation = /^title: (?<title>\w+)$/m.exec(page)?.groups?.["title"] ?? "";
      return { cloud, operation, parameters };
    }),
);

let clouds: LocalClouds;
let targets: readonly TryItTarget[];
beforeAll(async () => {
  clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" }, tencent: { quotas: "off" } });
  targets = localTargets(clouds, CLOUDS);
});
afterAll(() => clouds.close());

it("has a page for each operation that can be tried out", () => {
  for (const { cloud, operations } of targets)
    expect(PAGES.filter((page) => page.cloud === cloud).map(({ operation }) => operation)).toEqual(
      operations.toSorted((one, other) => (kebabCase(one) < kebabCase(other) ? -1 : 1)),
    );
});

it.each(PAGES)("$cloud accepts what the form of $operation fills in", async ({ cloud, operation, parameters }) => {
  const target = targetOf(cloud);
  const typed = typedParameters(parameters, exampleOf(target, operation, parameters));
  expect(typed.problems).toEqual([]);
  const { response, logged } = await sendRequest(target, { operation, parameters: typed.parameters }, () => 0);
  expect({ response, logged }).toMatchObject({ response: { status: 200 }, logged: { operation, applied: true } });
  expect(answerVerdict(response)).toEqual({ tone: "good", text: "Success" });
});

it.each(PAGES)(
  "$cloud refuses $operation with each error that is provoked",
  async ({ cloud, operation, parameters }) => {
    const target = targetOf(cloud);
    // Each begins with the fields that the one before has left.
    let values = emptyValues(parameters);
    for (const { label, change, throttled } of provokedErrors(cloud, operation, parameters)) {
      values = change(exampleOf(target, operation, parameters, values));
      const request = { operation, parameters: typedParameters(parameters, values).parameters, throttled };
      const { status, body } = (await sendRequest(target, request, () => 0)).response;
      expect({ label, body }).toEqual({ label, body: expect.stringMatching(REFUSALS[label] ?? /^$/) as unknown });
      expect({ label, ...answerVerdict({ status, body }) }).toMatchObject({
        label,
        text: body.includes("FailedResources") ? "1 resource failed" : "Refused",
      });
    }
  },
);

const REFUSALS: Readonly<Record<string, RegExp>> = {
  Throttled: /Throttling|RequestLimitExceeded/,
  "Not found": /NotFound/,
  "Batch with one bad id": /InvalidResourceId\.NotFound|FailedResources":\[\{|ResourceIdInvalid|UinInvalid/,
  "Reserved prefix": /TagException|InvalidParameter|ReservedTagKey/,
};

function targetOf(cloud: TryItCloud): TryItTarget {
  const target = targets.find((each) => each.cloud === cloud);
  if (target === undefined) throw new Error(`${cloud} was not started.`);
  return target;
}

function exampleOf(
  { region, examples }: TryItTarget,
  operation: string,
  parameters: readonly Parameter[],
  values = emptyValues(parameters),
) {
  const keys = operation.startsWith("Delete") ? examples.importedKeys : examples.keys;
  return withExamples(parameters, withoutProvoked(values), { ...examples, region, keys });
}

function kebabCase(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}
