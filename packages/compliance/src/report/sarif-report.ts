import { jsonText } from "@crosstag/core/internal";
import type { Severity } from "../policy/policy.ts";
import type { CheckRecord, ReportedFinding, ReportedSuppression } from "./check-record.ts";
import type { RuleSummary } from "./check-summary.ts";
import type { ReportInput } from "./report.ts";

const LEVELS: Readonly<Record<Severity, "note" | "warning" | "error">> = {
  info: "note",
  warning: "warning",
  error: "error",
};

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** SARIF 2.1.0. Viewers require a file for each result: the policy. The resource is the logical location. */
export async function* writeSarifReport(input: ReportInput): AsyncGenerator<string, void, undefined> {
  const { summary, records, policyFile = "crosstag-policy.yaml", compared = false } = input;
  const positions = new Map(summary.rules.map(({ id }, position) => [id, position]));
  const driver = {
    name: "crosstag",
    informationUri: "https://github.com/crosstag/crosstag",
    rules: summary.rules.map(ruleDescriptor),
  };
  yield `{"$schema":${jsonText(SCHEMA)},"version":"2.1.0","runs":[{"tool":{"driver":${jsonText(driver)}},"columnKind":"utf16CodeUnits","results":[`;
  let separator = "\n";
  let unread = 0;
  const notifications: object[] = summary.warnings.map((text) => ({
    level: summary.incomplete.includes(text) ? "error" : "warning",
    message: { text },
  }));
  for await (const record of records) {
    if (record.error !== undefined) {
      notifications.push(notification(record));
      unread += 1;
    }
    for (const finding of [...record.findings, ...record.suppressed]) {
      yield separator + jsonText(resultOf(record, finding, { positions, policyFile, compared }));
      separator = ",\n";
    }
  }
  const invocation = {
    executionSuccessful: unread === 0 && summary.incomplete.length === 0,
    endTimeUtc: summary.checkedAt,
    toolExecutionNotifications: notifications,
  };
  yield `\n],"invocations":[${jsonText(invocation)}]}]}\n`;
}

function ruleDescriptor({ id, severity, text, link }: RuleSummary): object {
  return {
    id,
    defaultConfiguration: { level: LEVELS[severity] },
    ...(text !== undefined && { shortDescription: { text }, fullDescription: { text } }),
    ...(link !== undefined && URL.canParse(link) && { helpUri: link }),
    help: { text: text ?? `The rule ${id} of the policy.` },
  };
}

interface Shared {
  readonly positions: ReadonlyMap<string, number>;
  readonly policyFile: string;
  readonly compared: boolean;
}

function resultOf(
  { reference, kind, provider }: CheckRecord,
  finding: ReportedFinding | ReportedSuppression,
  { positions, policyFile, compared }: Shared,
): object {
  const { rule, severity, check, tagKey, message, fix, fingerprint } = finding;
  return {
    ruleId: rule,
    ruleIndex: positions.get(rule) ?? -1,
    level: LEVELS[severity],
    message: { text: `${message} ${fix} (${reference})` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(policyFile) }, region: { startLine: 1 } },
        logicalLocations: [{ name: reference, fullyQualifiedName: reference, kind: "resource" }],
      },
    ],
    // GitHub uses only the second. Without it, GitHub derives one from the line, so all results would be one alert.
    partialFingerprints: { "crosstagFinding/v1": fingerprint, primaryLocationLineHash: fingerprint },
    ...("waiver" in finding && {
      suppressions: [
        {
          kind: "external",
          status: "accepted",
          justification: `${finding.waiver.reason} (${finding.waiver.owner}, until ${finding.waiver.expires})`,
        },
      ],
    }),
    // On all results or on none. Waived results have `suppressions`.
    ...(compared && { baselineState: "known" in finding && finding.known ? "unchanged" : "new" }),
    properties: { check, provider, resourceKind: kind, ...(tagKey !== undefined && { tagKey }) },
  };
}

/** The path of a file, as a URI relative to the repository. */
function uriOf(path: string): string {
  return encodeURI(path.replaceAll("\\", "/")).replaceAll(/[?#]/g, encodeURIComponent);
}

function notification({ reference, error }: CheckRecord): object {
  return {
    level: "error",
    message: { text: `${reference} could not be read: ${error?.message ?? "reason unknown"}` },
    descriptor: { id: error?.code ?? "internal" },
  };
}
