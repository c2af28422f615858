import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalClouds } from "@crosstag/local-clouds";
import { demoSteps, type DemoScene } from "./demo/demo-steps.ts";
import { runStep } from "./demo/run-step.ts";

// The main job, on AWS and Alibaba Cloud on this machine: the real command as a process, against the clouds' real wire protocols.
const startedAt = performance.now();
const directory = await mkdtemp(join(tmpdir(), "crosstag-demo-"));
const clouds = await startLocalClouds({
  seed: {
    aws: { keys: [{ count: 20, tags: { team: "search", stage: "test" } }, { count: 4 }] },
    alibaba: {
      keys: [{ count: 20, tags: { team: "search", stage: "test" } }, { count: 4 }],
      secrets: ["database", "mail", "queue"].map((name) => ({ name, tags: { team: "search" } })),
    },
  },
});
const { aws, alibaba } = clouds;
const scene: DemoScene = {
  clouds,
  directory,
  external: aws.keys.createKey({ origin: "EXTERNAL", description: "material imported from our own vault" }),
  environment: {
    ...clouds.environment(),
    CROSSTAG_ALIBABA_ENDPOINT: alibaba.endpoint,
    HOME: directory,
    XDG_STATE_HOME: directory,
  },
};

const DESIRED_STATE = `version: 1
statements:
  - select: { kinds: [key], tags: { team: false } }
    set: { team: platform }
`;

try {
  await writeFile(join(directory, "crosstag-tags.yaml"), DESIRED_STATE);
  process.stdout.write(
    `Crosstag on clouds on this machine: AWS KMS with ${aws.keys.list().length} keys, Alibaba Cloud KMS with ${alibaba.keys.list().length} keys and ${alibaba.secrets.list().length} secrets.\n`,
  );
  let surprises = 0;
  for (const step of demoSteps(scene)) surprises += (await runStep(step, scene)) ? 0 : 1;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(
    surprises > 0
      ? `\n${surprises} steps did not behave as expected (${seconds} s).\n`
      : `\nEvery step behaved as expected, as the clouds themselves confirm (${seconds} s).

What to try next:
  node packages/cli/dist/bin.cjs console --local     all clouds on a page in your browser, until Ctrl-C
  node packages/cli/dist/bin.cjs local --keys 20     AWS and Alibaba Cloud, until Ctrl-C; it prints what to export (with --cloud aws,alibaba,tencent: all three)
  node packages/cli/dist/bin.cjs --help              all commands, examples first
  node packages/cli/dist/bin.cjs providers alibaba   what each cloud requires and allows, with sources
  README.md                                         the same from your own code, and on your own accounts
`,
  );
  process.exitCode = surprises > 0 ? 1 : 0;
} finally {
  await clouds.close();
  await rm(directory, { recursive: true, force: true });
}
