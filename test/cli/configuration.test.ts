import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "./run-crosstag.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;
let below: string;

beforeAll(async () => {
  scene = await openScene();
  below = join(scene.directory, "a/b");
  await mkdir(below, { recursive: true });
  const { aws, alibaba } = scene.clouds;
  await writeFile(
    join(scene.directory, "crosstag.yaml"),
    `default: china
clouds:
  production: { provider: aws, region: ${aws.region}, account: "${aws.account}", endpoint: "${aws.endpoint}" }
  china: { provider: alibaba, region: ${alibaba.region}, account: "${alibaba.account}", endpoint: "${alibaba.endpoint}" }
`,
  );
});
afterAll(() => scene.close());

/** The environment names no cloud and no endpoint: the file has to. */
const CREDENTIALS_ONLY = {
  AWS_REGION: "",
  AWS_DEFAULT_REGION: "",
  AWS_ENDPOINT_URL_KMS: "",
  ALIBABA_CLOUD_REGION_ID: "",
  CROSSTAG_ALIBABA_ENDPOINT: "",
};

test("crosstag.yaml is found in a directory above, and a list that mixes its clouds is one call", async () => {
  const { aws, alibaba } = scene.clouds;
  const keys = [aws.keys.createKey(), alibaba.keys.createKey()];
  const result = await scene.run(["tag", ...keys.map(({ arn }) => arn), "--set", "team=payments"], {
    directory: below,
    environment: CREDENTIALS_ONLY,
  });
  expectExit(result, 0);
  expect(aws.keys.tagsOf(keys[0]?.arn ?? "")).toEqual({ team: "payments" });
  expect(alibaba.keys.tagsOf(keys[1]?.arn ?? "")).toEqual({ team: "payments" });
});

test("a bare id belongs to the default cloud, or to the one that --cloud selects", async () => {
  const { aws, alibaba } = scene.clouds;
  const [awsKey, alibabaKey] = [aws.keys.createKey(), alibaba.keys.createKey()];
  const options = { environment: CREDENTIALS_ONLY };
  expect((await scene.run(["tag", alibabaKey.keyId, "--set", "team=a"], options)).exitCode).toBe(0);
  expect(alibaba.keys.tagsOf(alibabaKey.arn)).toEqual({ team: "a" });
  expect((await scene.run(["tag", awsKey.keyId, "--set", "team=b", "--cloud", "production"], options)).exitCode).toBe(
    0,
  );
  expect(aws.keys.tagsOf(awsKey.arn)).toEqual({ team: "b" });
});

test("flags override one cloud; a reference of another account is refused before a call", async () => {
  const before = scene.requests();
  const result = await scene.run(
    ["list", "arn:aws:kms:us-east-1:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    { environment: CREDENTIALS_ONLY },
  );
  expect(result).toMatchObject({ exitCode: 2, stdout: "" });
  expect(scene.requests()).toBe(before);

  const elsewhere = await scene.run(["list", "--cloud", "china", "--endpoint", "http://127.0.0.1:9", "--verbose"], {
    environment: CREDENTIALS_ONLY,
  });
  expectExit(elsewhere, 1);
  expect(scene.requests()).toBe(before);
});

test("mistakes in the file are reported with line and column; a secret in it is not repeated", async () => {
  const file = join(scene.directory, "wrong.yaml");
  await writeFile(
    file,
    "clouds:\n  main:\n    provider: aws\n    regoin: us-east-1\n    secretAccessKey: canary-91fe\n",
  );
  const result = await scene.run(["list", "--config", file]);
  expect(result).toMatchObject({ exitCode: 1, stdout: "" });
  expect(result.stderr).toContain(`${file}:4:5: The key "regoin" is not known here. Did you mean region?`);
  expect(result.stderr).toContain(`${file}:5:5: "secretAccessKey" looks like a credential.`);
  expect(result.stderr).not.toContain("canary-91fe");
  expect((await scene.run(["list", "--cloud", "prodcution"])).stderr).toContain("Did you mean production?");
});

test("canaries in credentials and tags show up nowhere but in listed data", async () => {
  const secret = "canary-3d0b";
  const value = "canary-77aa";
  const { aws, alibaba } = scene.clouds;
  const keys = [aws.keys.createKey(), alibaba.keys.createKey()].map(({ arn }) => arn);
  const wrong = {
    AWS_SECRET_ACCESS_KEY: `${secret}-aws`,
    AWS_SESSION_TOKEN: `${secret}-token`,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: `${secret}-alibaba`,
    ALIBABA_CLOUD_SECURITY_TOKEN: `${secret}-token`,
  };
  for (const format of ["table", "json", "jsonl"]) {
    const result = await scene.run(["tag", ...keys, "--set", `team=${value}`, "--verbose", "--output", format], {
      environment: wrong,
    });
    expectExit(result, 3);
    expect(result.stdout).toContain("unauthenticated");
    expect(`${result.stdout}${result.stderr}`).not.toMatch(/canary/);
    const allowed = await scene.run(["tag", ...keys, "--set", `team=${value}`, "--verbose", "--output", format]);
    expectExit(allowed, 0);
    expect(`${allowed.stdout}${allowed.stderr}`).not.toMatch(/canary/);
  }
  const listed = await scene.run(["list", ...keys, "--verbose"]);
  expect(listed.stdout).toContain(value);
  expect(listed.stderr).not.toMatch(/canary/);
});
