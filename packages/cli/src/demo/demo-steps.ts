import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AwsKeyName, LocalClouds } from "@crosstag/local-clouds";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";

export interface DemoScene {
  readonly clouds: LocalClouds;
  readonly directory: string;
  /** A key with imported material. */
  readonly external: AwsKeyName;
  readonly environment: Readonly<Record<string, string>>;
}

export interface DemoStep {
  /** What one is about to see. */
  readonly what: string;
  readonly commandLine: readonly string[];
  readonly exitCode: ExitCode;
  /** Keeps the output instead of showing it. */
  readonly save?: (stdout: string) => Promise<void>;
  /** Asks the clouds themselves; gives what is wrong. */
  readonly check?: (stdout: string) => string | undefined;
}

export function demoSteps({ clouds, directory, external }: DemoScene): readonly DemoStep[] {
  const { aws, alibaba } = clouds;
  const awsKey = aws.keys.list()[0]?.arn ?? "";
  const alibabaKey = alibaba.keys.list()[0]?.arn ?? "";
  const secret = alibaba.secrets.list()[0]?.arn ?? "";
  const total = aws.keys.list().length + alibaba.keys.list().length + alibaba.secrets.list().length;
  const requests = () => aws.requests.count() + alibaba.requests.count();
  const withTeam = () =>
    [aws, alibaba].flatMap((cloud) =>
      cloud.keys.list().filter(({ arn }) => cloud.keys.tagsOf(arn)["team"] === "platform"),
    );
  let before = 0;
  const nothingSent = () => (requests() === before ? undefined : "something was sent");
  const remember = () => {
    before = requests();
    return undefined;
  };

  return [
    {
      what: "Every key and secret of both clouds, with its tags, in one list.",
      commandLine: ["list"],
      exitCode: EXIT_CODE.done,
      check: (stdout) =>
        remember() ?? expected(stdout.match(/\d:(?:key|secret)\//g)?.length === total, `not ${total} resources`),
    },
    {
      what: "Do these tags fit both clouds? No call is made; the rules are data, each with its source.",
      commandLine: ["validate", "team=payments", "owner=Zoë", "--for", "aws,alibaba"],
      exitCode: EXIT_CODE.violations,
      check: nothingSent,
    },
    {
      what: "One call tags an AWS key, an Alibaba key and an Alibaba secret.",
      commandLine: ["tag", awsKey, alibabaKey, secret, "--set", "team=payments", "--set", "stage=production"],
      exitCode: EXIT_CODE.done,
      check: () => {
        const found = [aws.keys.tagsOf(awsKey), alibaba.keys.tagsOf(alibabaKey), alibaba.secrets.tagsOf(secret)];
        return expected(
          found.every((tags) => tags["team"] === "payments" && tags["stage"] === "production"),
          "the tags are not there",
        );
      },
    },
    {
      what: "Tagged already: the tags are read first, and what is so costs no write.",
      commandLine: ["tag", awsKey, alibabaKey, secret, "--set", "team=payments", "--output", "jsonl"],
      exitCode: EXIT_CODE.done,
      check: (stdout) => expected(stdout.match(/"status":"unchanged"/g)?.length === 3, "not all three are unchanged"),
    },
    {
      what: "All Alibaba keys into a file …",
      commandLine: ["list", "--cloud", "alibaba", "--kind", "key", "--output", "jsonl"],
      exitCode: EXIT_CODE.done,
      save: (stdout) => writeFile(join(directory, "keys.jsonl"), stdout),
    },
    {
      what: "… and one tag away from all of them: 24 keys, one call, because this cloud takes 50 in one.",
      commandLine: ["untag", "--resources", "keys.jsonl", "--key", "team"],
      exitCode: EXIT_CODE.done,
      check: () => {
        const left = alibaba.keys.list().filter(({ arn }) => alibaba.keys.tagsOf(arn)["team"] !== undefined);
        return (
          expected(left.length === 0, `${left.length} keys still have it`) ??
          expected(alibaba.requests.count("UntagResources") === 1, "it took more than one call") ??
          remember()
        );
      },
    },
    {
      what: "A tag that a cloud keeps for itself is refused before anything is sent.",
      commandLine: ["tag", awsKey, alibabaKey, "--set", "aws:team=payments", "--set", "acs:team=payments"],
      exitCode: EXIT_CODE.violations,
      check: nothingSent,
    },
    {
      what: "crosstag-tags.yaml wants a team on every key that has none. What it takes, call by call, written down for review …",
      commandLine: ["plan", "--out", "plan.json"],
      exitCode: EXIT_CODE.done,
      check: (stdout) => expected(stdout.includes("29 resources to change"), "not 29 keys without a team"),
    },
    {
      what: "… and applied as it was reviewed, at each cloud's pace, with a journal.",
      commandLine: ["apply", "plan.json"],
      exitCode: EXIT_CODE.done,
      check: () => expected(withTeam().length === 29, "not every key has a team"),
    },
    {
      what: "The journal knows what was there before, so that it can be taken back.",
      commandLine: ["undo", "latest", "--yes"],
      exitCode: EXIT_CODE.done,
      check: () => expected(withTeam().length === 0, "the tags are still there"),
    },
    {
      what: "Deleting imported key material cannot be undone. Without a confirmation it is refused.",
      commandLine: ["delete-key-material", external.arn, "--no-input"],
      exitCode: EXIT_CODE.refused,
      check: () => expected(aws.keys.describe(external.arn).state === "Enabled", "the material is gone"),
    },
    {
      what: "With the key's id as the confirmation: described, recorded, deleted once, described again.",
      commandLine: ["delete-key-material", external.arn, "--confirm", external.keyId],
      exitCode: EXIT_CODE.done,
      check: () => expected(aws.keys.describe(external.arn).state === "PendingImport", "the material is still there"),
    },
  ];
}

function expected(holds: boolean, problem: string): string | undefined {
  return holds ? undefined : problem;
}
