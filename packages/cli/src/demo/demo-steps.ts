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
      what: "List every key and secret of AWS and Alibaba Cloud, with its tags.",
      commandLine: ["list"],
      exitCode: EXIT_CODE.done,
      check: (stdout) =>
        remember() ?? expected(stdout.match(/\d:(?:key|secret)\//g)?.length === total, `not ${total} resources`),
    },
    {
      what: "Check whether AWS and Alibaba Cloud accept these tags. No call is made: each cloud's rules are data, with their sources.",
      commandLine: ["validate", "team=payments", "owner=Zoë", "--for", "aws,alibaba"],
      exitCode: EXIT_CODE.violations,
      check: nothingSent,
    },
    {
      what: "Tag an AWS key, an Alibaba key and an Alibaba secret in one command.",
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
      what: "Set a tag that they already have. Tags are read first, so nothing is written.",
      commandLine: ["tag", awsKey, alibabaKey, secret, "--set", "team=payments", "--output", "jsonl"],
      exitCode: EXIT_CODE.done,
      check: (stdout) => expected(stdout.match(/"status":"unchanged"/g)?.length === 3, "not all three are unchanged"),
    },
    {
      what: "Save the list of all Alibaba keys in a file.",
      commandLine: ["list", "--cloud", "alibaba", "--kind", "key", "--output", "jsonl"],
      exitCode: EXIT_CODE.done,
      save: (stdout) => writeFile(join(directory, "keys.jsonl"), stdout),
    },
    {
      what: "Remove one tag from all of them, in one call, because this cloud accepts 50 resources in a call.",
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
      what: "Try tag keys that the clouds reserve. They are refused before anything is sent.",
      commandLine: ["tag", awsKey, alibabaKey, "--set", "aws:team=payments", "--set", "acs:team=payments"],
      exitCode: EXIT_CODE.violations,
      check: nothingSent,
    },
    {
      what: "Plan what crosstag-tags.yaml asks for: a team on every key that has none. The plan is written to a file, for review.",
      commandLine: ["plan", "--out", "plan.json"],
      exitCode: EXIT_CODE.done,
      check: (stdout) => expected(stdout.includes("29 resources to change"), "not 29 keys without a team"),
    },
    {
      what: "Apply the plan, as fast as each cloud's quotas allow. A journal records every change.",
      commandLine: ["apply", "plan.json"],
      exitCode: EXIT_CODE.done,
      check: () => expected(withTeam().length === 29, "not every key has a team"),
    },
    {
      what: "Undo the run. The journal has the tags that the keys had before.",
      commandLine: ["undo", "latest", "--yes"],
      exitCode: EXIT_CODE.done,
      check: () => expected(withTeam().length === 0, "the tags are still there"),
    },
    {
      what: "Delete imported key material. That cannot be undone, so it is refused without a confirmation.",
      commandLine: ["delete-key-material", external.arn, "--no-input"],
      exitCode: EXIT_CODE.refused,
      check: () => expected(aws.keys.describe(external.arn).state === "Enabled", "the material is gone"),
    },
    {
      what: "Confirm it with the key's id. The key is described, the deletion is recorded and made once, and the key is described again.",
      commandLine: ["delete-key-material", external.arn, "--confirm", external.keyId],
      exitCode: EXIT_CODE.done,
      check: () => expected(aws.keys.describe(external.arn).state === "PendingImport", "the material is still there"),
    },
  ];
}

function expected(holds: boolean, problem: string): string | undefined {
  return holds ? undefined : problem;
}
