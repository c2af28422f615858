import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startLocalClouds, type FaultKind, type LocalClouds } from "@crosstag/local-clouds";
import { expect, test } from "vitest";
import { expectExit, runCrosstag } from "../cli/run-crosstag.ts";
import { LeakSearch, MARK, planted } from "./leak-search.ts";

const VALUE = planted("value");
const OUTPUTS = ["table", "json", "jsonl"] as const;

interface Scene {
  readonly clouds: LocalClouds;
  readonly aws: { readonly keyId: string; readonly arn: string };
  readonly alibaba: { readonly keyId: string; readonly arn: string };
  /** Writes into the home of the command, which is also where it runs. */
  readonly file: (path: string, text: string) => Promise<void>;
}

interface Scenario {
  readonly name: string;
  readonly commandLine: (scene: Scene) => readonly string[];
  readonly prepare?: (scene: Scene) => Promise<void> | void;
  readonly environment?: (scene: Scene) => Readonly<Record<string, string>>;
  readonly exitCode: number;
}

const withoutCredentials = {
  AWS_ACCESS_KEY_ID: "",
  AWS_SECRET_ACCESS_KEY: "",
  AWS_SESSION_TOKEN: "",
  ALIBABA_CLOUD_ACCESS_KEY_ID: "",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "",
  ALIBABA_CLOUD_SECURITY_TOKEN: "",
};

function everyCloudMeets(kind: FaultKind, times: number): (scene: Scene) => void {
  return ({ clouds }) => {
    for (const cloud of [clouds.aws, clouds.alibaba]) cloud.faults.add({ kind, times });
  };
}

const tagBoth: Scenario["commandLine"] = ({ aws, alibaba }) => ["tag", aws.arn, alibaba.arn, "--set", `team=${VALUE}`];

const SCENARIOS: readonly Scenario[] = [
  {
    name: "tags both clouds after throttling",
    commandLine: tagBoth,
    prepare: everyCloudMeets("throttle", 1),
    exitCode: 0,
  },
  {
    name: "tags both clouds after pages of HTML",
    commandLine: tagBoth,
    prepare: everyCloudMeets("server-error-html", 2),
    exitCode: 0,
  },
  {
    name: "tags both clouds after lost answers",
    commandLine: tagBoth,
    prepare: everyCloudMeets("reset-after-applying", 2),
    exitCode: 0,
  },
  {
    name: "tags with the wrong secret and the wrong token",
    commandLine: tagBoth,
    environment: () => ({ AWS_SECRET_ACCESS_KEY: planted("wrong"), ALIBABA_CLOUD_SECURITY_TOKEN: planted("wrong") }),
    exitCode: 3,
  },
  {
    name: "is given tags that no cloud accepts",
    commandLine: ({ aws, alibaba }) => [
      "tag",
      aws.arn,
      alibaba.arn,
      "--set",
      `team=${VALUE}&`,
      "--set",
      `aws:team=${VALUE}`,
      "--set",
      `long=${VALUE.repeat(9)}`,
    ],
    exitCode: 2,
  },
  {
    name: "is given a tag that cannot be read",
    commandLine: ({ aws }) => ["tag", aws.arn, "--set", `{"team":"${VALUE}"`],
    exitCode: 64,
  },
  { name: "validates such tags", commandLine: () => ["validate", `team=${VALUE}&`, `aws:team=${VALUE}`], exitCode: 2 },
  {
    name: "is sent to a port on which no server listens",
    commandLine: ({ aws, alibaba }) => ["untag", aws.arn, alibaba.arn, "--key", "team"],
    environment: () => ({
      CROSSTAG_AWS_ENDPOINT: "http://127.0.0.1:1",
      CROSSTAG_ALIBABA_ENDPOINT: "http://127.0.0.1:1",
    }),
    exitCode: 3,
  },
  {
    name: "is given an endpoint with a password",
    commandLine: ({ aws }) => [
      "list",
      aws.arn,
      "--cloud",
      "aws",
      "--endpoint",
      `http://user:${planted("password")}@127.0.0.1:1/?token=${planted("token")}`,
    ],
    exitCode: 64,
  },
  {
    name: "is given a secret as a flag",
    commandLine: ({ aws }) => ["list", aws.arn, `--secret-access-key=${planted("flag")}`],
    exitCode: 64,
  },
  {
    name: "finds a config.json with a syntax error and no profile of the name",
    commandLine: ({ aws, alibaba }) => ["list", aws.arn, alibaba.arn],
    prepare: async ({ file }) => {
      await file(
        ".aliyun/config.json",
        `{"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"LTAI","access_key_secret":"${planted("file")}",}]}`,
      );
      await file(
        ".aws/credentials",
        `[other]\naws_access_key_id = AKIA\naws_secret_access_key = ${planted("file")}\naws_session_token = ${planted("file")}\n`,
      );
    },
    environment: () => ({ ...withoutCredentials, CROSSTAG_AWS_PROFILE: "absent" }),
    exitCode: 3,
  },
  {
    name: "finds credentials in crosstag.yaml",
    commandLine: () => ["list"],
    prepare: ({ file }) =>
      file(
        "crosstag.yaml",
        `clouds:\n  one:\n    provider: aws\n    secretAccessKey: ${planted("file")}\n    endpoint: ${planted("endpoint")}\n  two: "${planted("file")}\n`,
      ),
    exitCode: 1,
  },
  {
    name: "is given a key that does not exist",
    commandLine: ({ aws, alibaba }) => [
      "tag",
      aws.arn.replace(/.{12}$/, "000000000000"),
      alibaba.arn.replace(/.{4}$/, "0000"),
      "--set",
      `team=${VALUE}`,
    ],
    exitCode: 3,
  },
  {
    name: "deletes key material and gets no answer",
    commandLine: ({ aws }) => ["delete-key-material", aws.arn, "--confirm", aws.keyId, "--journal", "evidence.jsonl"],
    prepare: ({ clouds }) => {
      clouds.aws.faults.add({ kind: "reset-after-applying", operation: "DeleteImportedKeyMaterial" });
    },
    exitCode: 0,
  },
];

test.each(SCENARIOS)(
  "nothing planted is shown by a command that $name",
  async ({ commandLine, prepare, environment, exitCode }) => {
    const search = new LeakSearch();
    await Promise.all(
      OUTPUTS.map((output) =>
        withScene(async (scene, variables, directory) => {
          await prepare?.(scene);
          const result = await runCrosstag([...commandLine(scene), "--verbose", "--output", output], {
            directory,
            environment: { ...variables, ...environment?.(scene) },
          });
          expectExit(result, exitCode);
          expect(`${result.stdout}${result.stderr}`).not.toBe("");
          search.look(`--output ${output}, standard output`, result.stdout);
          search.look(`--output ${output}, standard error`, result.stderr);
          search.look("request log", [scene.clouds.aws.requests.entries, scene.clouds.alibaba.requests.entries]);
          for (const journal of (await readdir(directory)).filter((name) => name.endsWith(".jsonl"))) {
            search.look("journal", await readFile(join(directory, journal), "utf8"));
          }
        }),
      ),
    );
    expect(search.leaks).toEqual([]);
  },
);

test.each(OUTPUTS)("list --output %s shows tag values, on standard output and nowhere else", async (output) => {
  await withScene(async ({ aws, alibaba }, environment, directory) => {
    const result = await runCrosstag(["list", aws.arn, alibaba.arn, "--verbose", "--output", output], {
      directory,
      environment,
    });
    expectExit(result, 0);
    const { stdout, stderr } = result;
    expect(stdout).toContain(VALUE);
    const search = new LeakSearch();
    search.look("standard output except the value", stdout.replaceAll(VALUE, ""));
    search.look("standard error", stderr);
    expect(search.leaks).toEqual([]);
  });
});

async function withScene(
  work: (scene: Scene, environment: Readonly<Record<string, string>>, directory: string) => Promise<void>,
): Promise<void> {
  await using clouds = await startLocalClouds({
    aws: {
      quotas: "off",
      credentials: [
        { accessKeyId: "AKIATESTS00000000000", secretAccessKey: planted("secret"), sessionToken: planted("token") },
      ],
    },
    alibaba: {
      quotas: "off",
      credentials: [
        { accessKeyId: "STS.TESTS0000000000", accessKeySecret: planted("secret"), securityToken: planted("token") },
      ],
    },
  });
  const directory = await mkdtemp(join(tmpdir(), "crosstag-secrets-"));
  const file = async (path: string, text: string) => {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  };
  const environment = {
    ...clouds.environment(),
    HOME: directory,
    CROSSTAG_ALIBABA_ENDPOINT: clouds.alibaba.endpoint,
    AWS_EC2_METADATA_DISABLED: "true",
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    ALIBABA_CLOUD_CREDENTIALS_URI: `http://127.0.0.1:1/?${MARK}`,
  };
  const tags = { owner: VALUE };
  try {
    const aws = clouds.aws.keys.createKey({ origin: "EXTERNAL", tags });
    await work({ clouds, aws, alibaba: clouds.alibaba.keys.createKey({ tags }), file }, environment, directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
