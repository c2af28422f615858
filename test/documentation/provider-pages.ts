import { readFileSync } from "node:fs";
import { adapter as alibaba } from "@crosstag/alibaba";
import { adapter as aws } from "@crosstag/aws";
import { adapter as tencent } from "@crosstag/tencent";
import {
  type Capability,
  DRIVER_OPERATIONS,
  firstKind,
  kindsOf,
  type KeyMaterialDeletion,
  type KmsAdapter,
  type KmsProfile,
} from "@crosstag/core/driver";
import { describeRate, describeSpending, limitRows, quotaOf } from "@crosstag/core/internal";
import { describeRule, describeSource, explain, nameOf } from "./describe-profile.ts";
import { joinParts, page, table } from "./markdown.ts";
import { REPOSITORY } from "./pages.ts";

const NOTE = "<!-- Generated from the adapters' data by `npm run docs:generate`. Do not edit. -->";
const ADAPTERS: readonly KmsAdapter[] = [aws, alibaba, tencent];

/** Paths and texts of the pages in `docs/providers`. */
export function providerPages(): readonly (readonly [path: string, text: string])[] {
  return [
    ["docs/providers/README.md", overviewPage()],
    ...ADAPTERS.map((adapter) => [`docs/providers/${adapter.provider}.md`, providerPage(adapter)] as const),
  ];
}

function overviewPage(): string {
  const profiles = ADAPTERS.flatMap((adapter) => [
    ...adapter.dialects.map((dialect) => ({ name: dialect, adapter, profile: adapter.profile(dialect) })),
    ...servicesOf(adapter).map((profile) => ({ name: profile.service ?? "", adapter, profile })),
  ]);
  const cells = (render: (profile: KmsProfile) => string) => profiles.map(({ profile }) => render(profile));
  const rows = [
    ...DRIVER_OPERATIONS.map((operation) => [
      `\`${operation}\``,
      ...cells(
        (profile) =>
          kindsOf(profile)
            .flatMap((kind) => mark(kind, profile.capabilities[operation][kind]))
            .join(", ") || "no",
      ),
    ]),
    ...(["writeTags", "removeTags", "readTags"] as const).map((operation) => [
      `resources in one \`${operation}\` call`,
      ...cells((profile) => String(profile.limits[operation][firstKind(profile)]?.resources ?? "-")),
    ]),
    ...(["writeTags", "removeTags", "readTags"] as const).map((operation) => [
      `calls a second, \`${operation}\``,
      ...cells((profile) => String(quotaOf(profile.quotas, operation, firstKind(profile))?.requestsPerSecond ?? "-")),
    ]),
    ...(
      [
        "length of a tag key",
        "length of a tag value",
        "characters of a tag key",
        "characters of a tag value",
        "reserved prefixes",
        "tags on a resource",
      ] as const
    ).map((name) => [
      name,
      ...cells(
        ({ rules }) =>
          rules.rules
            .filter((rule) => rule.severity === "error" && nameOf(rule) === name)
            .map(describeRule)
            .join("; ") || "-",
      ),
    ]),
  ];
  const headings = ["", ...profiles.map(({ adapter, name }) => `[${name}](${adapter.provider}.md)`)];
  return page(
    "Providers",
    NOTE,
    "What each cloud can do, by dialect and by service beside the KMS. Numbers of a KMS with several kinds are those of keys. A question mark means: documented, but not confirmed. The page of the provider lists the assumptions.",
    table(headings, rows),
    "On the command line: `crosstag providers`. Every fact with its source: " +
      ADAPTERS.map(({ title, provider }) => `[${title}](${provider}.md)`).join(", ") +
      ".",
  );
}

/** The services beside the KMS, in the first dialect. */
function servicesOf(adapter: KmsAdapter): readonly KmsProfile[] {
  return (adapter.services ?? []).flatMap((service) => service.profile() ?? []);
}

/** The kind that the numbers of a profile are shown for: the first that can be tagged. */

function mark(kind: string, capability: Capability | undefined): readonly string[] {
  if (capability === undefined || capability.support === "no") return [];
  return [capability.support === "yes" ? kind : `${kind} (?)`];
}

function providerPage(adapter: KmsAdapter): string {
  const [first = "", ...others] = adapter.dialects;
  const profile = adapter.profile(first);
  return page(
    adapter.title,
    NOTE,
    `Provider \`${adapter.provider}\`, package \`@crosstag/${adapter.provider}\`. Dialects: ${adapter.dialects.map((dialect) => `\`${dialect}\``).join(", ")}.`,
    ...servicesParagraph(adapter),
    `To print a policy with the permissions that commands require: \`crosstag providers ${adapter.provider} --policy\`. See [least privilege](../guides/credentials.md#least-privilege).`,
    ...profileSections(profile).flatMap(({ title, content }) => [`## ${title}`, content]),
    ...others.flatMap((dialect) => dialectSections(dialect, adapter.profile(dialect), profile)),
    ...servicesOf(adapter).flatMap(serviceSections),
    "## Assumptions",
    "Assumptions for cases that the cloud's documentation does not describe, or describes inconsistently. Each can be set: `assumptions` in [`crosstag.yaml`](../guides/credentials.md#crosstagyaml) or in the options of the adapter.",
    table(["Name", "Values", "Meaning"], assumptionsOf(adapter.provider)),
  );
}

/** That the page does not end with the KMS. */
function servicesParagraph(adapter: KmsAdapter): readonly string[] {
  const links = servicesOf(adapter).map(({ title }) => `[${title}](#${title.toLowerCase().replaceAll(" ", "-")})`);
  return links.length === 0
    ? []
    : [
        `First ${adapter.title}, then ${links.join(" and ")}, whose resources are covered if [\`kinds\`](../guides/clouds.md#secrets-and-certificates) names them.`,
      ];
}

interface Section {
  readonly title: string;
  readonly content: string;
}

function profileSections({
  kinds: profileKinds,
  references,
  capabilities,
  limits,
  rules,
  stateRules,
  keyMaterialDeletion,
  quotas,
  permissions,
}: KmsProfile): readonly Section[] {
  const kinds = kindsOf({ kinds: profileKinds });
  return [
    { title: "References", content: references.forms.map((form) => `- \`${form}\``).join("\n") },
    {
      title: "Capabilities",
      content: joinParts(
        table(
          ["Operation", ...kinds],
          DRIVER_OPERATIONS.map((operation) => [
            `\`${operation}\``,
            ...kinds.map((kind) => capabilities[operation][kind]?.support ?? "-"),
          ]),
        ),
        DRIVER_OPERATIONS.flatMap((operation) =>
          kinds.flatMap((kind) => explain(`\`${operation}\` of a ${kind}`, capabilities[operation][kind])),
        ).join("\n"),
      ),
    },
    {
      title: "Limits of one call",
      content: table(
        ["Operation", "Kind", "Resources", "Tags, keys or rows", "Bytes"],
        limitRows(limits).map(({ operation, kind, limit }) => [
          `\`${operation}\``,
          kind,
          String(limit.resources),
          String(limit.tags),
          String(limit.requestBytes ?? "-"),
        ]),
      ),
    },
    {
      title: "Rules for tags",
      content: table(
        ["Rule", "Requirement", "Effect of a violation", "Source"],
        rules.rules.map((rule) => [`\`${rule.id}\``, describeRule(rule), rule.severity, describeSource(rule)]),
      ),
    },
    {
      title: "States",
      content: statesSection(stateRules),
    },
    ...(keyMaterialDeletion === undefined
      ? []
      : [{ title: "Deletion of key material", content: deletionSection(keyMaterialDeletion) }]),
    {
      title: "Quotas",
      content: joinParts(
        "Shared by all programs of the account that use them.",
        table(
          ["Quota", "Rate", "Counted per", "Spent by", "Source"],
          quotas.map((quota) => [
            `\`${quota.id}\``,
            describeRate(quota),
            quota.countedPer === "account" ? "account" : "account and region",
            describeSpending(quota, { capabilities })
              .map((spending) => `\`${spending}\``)
              .join(", "),
            describeSource(quota),
          ]),
        ),
      ),
    },
    {
      title: "Permissions",
      content: table(
        ["Operation", "Kind", "Actions", "Source"],
        permissions.map((permission) => [
          `\`${permission.operation}\``,
          permission.kind ?? "any",
          permission.actions.map((action) => `\`${action}\``).join(", "),
          describeSource(permission),
        ]),
      ),
    },
  ];
}

function statesSection(stateRules: KmsProfile["stateRules"]): string {
  if (stateRules === undefined) return "Not known: the cloud decides which states prevent an operation.";
  if (stateRules.length === 0) return "No state of a resource prevents an operation.";
  return table(
    ["States", "Kinds", "Refused", "Reason and fix", "Source"],
    stateRules.map((rule) => [
      rule.states.map((state) => `\`${state}\``).join(", "),
      rule.kinds?.join(", ") ?? "any",
      rule.operations.map((operation) => `\`${operation}\``).join(", "),
      [rule.reason, rule.fix ?? ""].join(" ").trim(),
      describeSource(rule),
    ]),
  );
}

function deletionSection({
  effect,
  consequences,
  copies = "The cloud keeps no copy.",
  undo,
  disabledKey,
  otherMaterials,
  replicas,
}: KeyMaterialDeletion): string {
  const rows = [
    ["Effect", effect === "immediate" ? "The material is gone at once." : "The material is gone at a later date."],
    ["Consequences", consequences.join(" ")],
    ["Copies", copies],
    ["Undo", undo],
    ...(disabledKey === undefined ? [] : [["A disabled key", disabledKey]]),
    ...(otherMaterials === undefined ? [] : [["Other materials", otherMaterials]]),
    ...(replicas === undefined ? [] : [["Replicas", replicas]]),
  ];
  return table(["", "Means"], rows);
}

/** For a further dialect, only the differences from the first. */
function dialectSections(dialect: string, profile: KmsProfile, first: KmsProfile): readonly string[] {
  const known = profileSections(first);
  const different = profileSections(profile).filter(({ content }, index) => content !== known[index]?.content);
  return [
    `## Dialect ${dialect}`,
    `${profile.title}. ${different.length === 0 ? "Everything is the same as above." : "Everything else is the same as above."}`,
    ...different.flatMap(({ title, content }) => [`### ${title} (${dialect})`, content]),
  ];
}

/** A service beside the KMS has data of its own. */
function serviceSections(profile: KmsProfile): readonly string[] {
  const { title, service = "" } = profile;
  return [
    `## ${title}`,
    `Service \`${service}\`, with quotas, permissions and rules of its own.`,
    ...profileSections(profile).flatMap((section) => [`### ${section.title} (${service})`, section.content]),
  ];
}

/** Names, values and meanings have one source: the interface of the adapter's assumptions and its comments. */
function assumptionsOf(provider: string): readonly (readonly string[])[] {
  const source = readFileSync(`${REPOSITORY}packages/${provider}/src/assumptions.ts`, "utf8");
  const members = source.matchAll(/\/\*\*(?<comment>(?:(?!\*\/).)*)\*\/\n\s+readonly (?<name>\w+): (?<type>[^;]+);/gs);
  return [...members].map(({ groups = {} }) => [
    `\`${groups["name"] ?? ""}\``,
    (groups["type"] ?? "")
      .split(" | ")
      .map((value) => `\`${value}\``)
      .join(", "),
    (groups["comment"] ?? "")
      .replaceAll(/\n\s*\*/g, " ")
      .replaceAll(/\s+/g, " ")
      .trim()
      .replaceAll("|", String.raw`\|`),
  ]);
}
