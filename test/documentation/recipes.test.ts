import type { LocalClouds } from "@crosstag/local-clouds";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPOSITORY } from "./pages.ts";
import { expressionsIn, readRecipe, runAction, type Action, type ActionStep } from "./github-action.ts";
import { RecipeFolder } from "./recipe-folder.ts";
import { BROKEN, POLICIES, UNREADABLE } from "./recipe-policies.ts";
import { environmentOf, startScene } from "./scenes.ts";

const POLICY = "crosstag-policy.yaml";

let clouds: LocalClouds;

/** For recipes that only read. */
beforeAll(async () => {
  clouds = await startScene("compliance");
});
afterAll(() => clouds.close());

async function openFolder(policy: string, on = clouds): Promise<RecipeFolder> {
  const folder = await RecipeFolder.open(environmentOf(on));
  await folder.write(POLICY, policy);
  return folder;
}

/** The keys that are none of these. */
const others = (one: object, keys: readonly string[]) => Object.keys(one).filter((key) => !keys.includes(key));

const writes = ({ aws, alibaba }: LocalClouds) =>
  aws.requests.count("TagResource") + alibaba.requests.count("TagResource") + alibaba.requests.count("TagResources");

describe("the action for GitHub", () => {
  const action = readRecipe("github-action/action.yml") as Action;
  const { jobs, permissions } = readRecipe("github-action/workflow.yml") as {
    readonly jobs: { readonly check: { readonly steps: readonly ActionStep[] } };
    readonly permissions: Readonly<Record<string, string>>;
  };

  it("is a composite action", () => {
    expect(others(action, ["name", "description", "inputs", "outputs", "runs"])).toEqual([]);
    const texts = [action.name, action.description];
    for (const input of Object.values(action.inputs)) {
      expect(others(input, ["description", "required", "default"])).toEqual([]);
      texts.push(input.description);
      expect(input.default).toBeTypeOf("string");
    }
    for (const output of Object.values(action.outputs)) {
      expect(others(output, ["description", "value"])).toEqual([]);
      texts.push(output.description);
    }
    for (const text of texts) expect(text).toMatch(/\S/);
    expect(others(action.runs, ["using", "steps"])).toEqual([]);
    expect(action.runs.using).toBe("composite");
    for (const step of action.runs.steps) {
      expect(others(step, ["name", "id", "if", "run", "shell", "env"])).toEqual([]);
      expect(step).toMatchObject({ run: expect.any(String) as string, shell: "bash" });
    }
  });

  it("has no input in the text of a script, and names only existing inputs and steps", () => {
    const { inputs, outputs, runs } = action;
    expect(runs.steps.flatMap(({ run = "" }) => expressionsIn(run))).toEqual([]);
    const ids = runs.steps.flatMap(({ id }) => id ?? []);
    const known = (expression: string) =>
      Object.keys(inputs).some((name) => expression === `inputs.${name}`) ||
      ids.some((id) => expression.startsWith(`steps.${id}.outputs.`));
    const used = expressionsIn(JSON.stringify([outputs, runs]));
    expect(used.filter((expression) => !known(expression))).toEqual([]);
    expect(used.filter((expression) => expression.startsWith("inputs.")).toSorted()).toEqual(
      Object.keys(inputs)
        .map((name) => `inputs.${name}`)
        .toSorted(),
    );
  });

  it("is used by the workflow with existing inputs and outputs, and its reports are kept when it fails", () => {
    const { steps } = jobs.check;
    const stepOf = (name: string) => steps.find(({ uses }) => uses?.startsWith(name));
    const used = stepOf("./.github/actions/check-tags");
    expect(Object.keys(used?.with ?? {}).filter((name) => !(name in action.inputs))).toEqual([]);
    expect(used?.id).toBe("tags");
    const foreign = steps.flatMap(({ uses = "" }) => (uses.startsWith("./") ? [] : uses));
    expect(foreign.filter((uses) => !/^[\w-]+(?:\/[\w-]+)+@v\d+$/.test(uses))).toEqual([]);
    const sarif = stepOf("github/codeql-action/upload-sarif@");
    expect(sarif?.if).toBe("always() && steps.tags.outputs.sarif != ''");
    expect(sarif?.with?.["sarif_file"]).toBe("${{ steps.tags.outputs.sarif }}");
    const artifact = stepOf("actions/upload-artifact@");
    expect(artifact?.if).toBe("always()");
    expect(artifact?.with?.["path"]).toBe(action.inputs["reports"]?.default);
    expect(permissions).toMatchObject({ contents: "read", "security-events": "write" });
  });

  it.each(POLICIES)("exits with %i when the check does, and has written everything", async (exitCode, policy) => {
    await using folder = await openFolder(policy);
    const result = await runAction(action, {}, folder);
    expect(result).toMatchObject({
      exitCode,
      outputs: {
        "exit-code": String(exitCode),
        violations: exitCode === 0 ? "0" : "2",
        sarif: "crosstag-reports/tags.sarif",
      },
    });
    expect(result.summary).toBe(await folder.read("crosstag-reports/tags.md"));
    expect(result.summary).toMatch(/^## Tags/);
    expect(await folder.read("crosstag-reports/tags.html")).toMatch(/^<!doctype html>/i);
    for (const name of ["tags.sarif", "tags.json"])
      expect(JSON.parse(await folder.read(`crosstag-reports/${name}`))).toBeTypeOf("object");
    expect(await folder.packages()).toEqual(["@crosstag/cli@latest"]);
  });

  it("passes its inputs to the check, and fails only for new violations", async () => {
    await using folder = await openFolder("");
    await folder.write("other.yaml", BROKEN);
    await folder.write("waivers.yaml", "version: 1\nwaivers: []\n");
    const given = { policy: "other.yaml", waivers: "waivers.yaml", cloud: "aws", version: "0.1.0", reports: "a b" };
    expect(await runAction(action, given, folder)).toMatchObject({ exitCode: 2, outputs: { violations: "1" } });
    expect(await folder.packages()).toEqual(["@crosstag/cli@0.1.0"]);
    const baseline = "a b/tags.json";
    expect(await runAction(action, { ...given, baseline, reports: "new" }, folder)).toMatchObject({ exitCode: 0 });
    const before = await folder.read(baseline);
    expect(await runAction(action, { ...given, baseline }, folder)).toMatchObject({ exitCode: 64 });
    expect(await folder.read(baseline)).toBe(before);
    expect(await runAction(action, { ...given, "fail-on": "never" }, folder)).toMatchObject({ exitCode: 0 });
  });

  it("does not publish earlier reports if the check does not finish", async () => {
    await using folder = await openFolder(BROKEN);
    await runAction(action, {}, folder);
    await folder.write(POLICY, "version: none\n");
    await folder.write("../summary", "");
    const result = await runAction(action, {}, folder);
    expect(result.exitCode).not.toBe(0);
    expect(result.outputs).toEqual({ "exit-code": String(result.exitCode), violations: "", sarif: "" });
    expect(result.summary).toContain(`did not finish: exit code ${result.exitCode}.`);
    expect((await folder.files()).filter((name) => name.startsWith("crosstag-reports/"))).toEqual([]);
  });

  it.each(Object.keys(action.inputs))("does not run commands in the input %s", async (name) => {
    await using folder = await openFolder(BROKEN);
    // The first ends a string, if the syntax allows it; the second is run within one.
    for (const value of ['"; touch pwned; "', "$(touch pwned)"])
      expect((await runAction(action, { [name]: value }, folder)).exitCode === 0 ? value : "fails").toBe("fails");
    expect(await folder.files()).not.toContain("pwned");
  });

  it.each([
    ["version", "https://example.com/cli.tgz"],
    ["version", "npm:other@1"],
    ["version", "1 --other"],
    ["reports", "x\nexit-code=0"],
  ])("refuses as the %s %j", async (name, value) => {
    await using folder = await openFolder(BROKEN);
    expect(await runAction(action, { [name]: value }, folder)).toMatchObject({ exitCode: 64 });
    expect(await folder.packages()).toEqual([]);
  });
});

describe("the job for GitLab", () => {
  const { "check-tags": job } = readRecipe("gitlab/.gitlab-ci.yml") as {
    readonly "check-tags": {
      readonly script: readonly string[];
      readonly variables: Readonly<Record<string, string>>;
      readonly artifacts: {
        readonly when: string;
        readonly paths: readonly string[];
        readonly reports: { readonly junit: string };
      };
    };
  };

  it.each(POLICIES)("exits with %i when the check does, and has written everything", async (exitCode, policy) => {
    await using folder = await openFolder(policy);
    const script = ["set -eo pipefail", ...job.script].join("\n");
    expect(await folder.bash(["-c", script], job.variables)).toMatchObject({ exitCode });
    const { when, paths, reports } = job.artifacts;
    expect(when).toBe("always");
    expect(await folder.read(reports.junit)).toContain("<testsuites");
    expect(paths).toContain("reports/tags.html");
    for (const path of paths) expect(await folder.read(path)).not.toBe("");
    expect(await folder.packages()).toEqual(["@crosstag/cli@latest"]);
  });
});

describe("the script for every night", () => {
  const SCRIPT = `${REPOSITORY}docs/recipes/schedule/enforce.sh`;
  const arn = "arn:aws:kms:eu-central-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
  const night = (folder: RecipeFolder, ...parameters: readonly string[]) =>
    folder.bash([SCRIPT, ...parameters], { ENFORCE_FOLDER: "state" });

  it("applies, and has nothing to do the second night", async () => {
    await using on = await startScene("compliance");
    await using folder = await openFolder(BROKEN, on);
    expect(await night(folder)).toMatchObject({ exitCode: 0 });
    expect(on.aws.keys.tagsOf(arn)).toEqual({ Team: "search", env: "prod" });
    expect(await folder.read("state/enforce.txt")).toContain("Manual action, owner");
    expect(await folder.read("state/applied.xml")).toContain("<testsuites");
    const count = writes(on);
    expect(count).toBeGreaterThan(0);
    const second = await night(folder);
    expect(second).toMatchObject({ exitCode: 0 });
    expect(second.stderr).toContain("Nothing to change.");
    expect(writes(on)).toBe(count);
    expect(await folder.read("state/applied.xml")).toBe("");
  });

  it("applies nothing if something is unreadable, nor the plan of that night if planning fails", async () => {
    await using on = await startScene("compliance");
    await using folder = await openFolder(UNREADABLE, on);
    const first = await night(folder);
    expect(first).toMatchObject({ exitCode: 3 });
    expect(first.stderr).toContain("nothing was applied");
    expect(await folder.read("state/plan.json")).toContain(arn);
    await folder.write(POLICY, "version: none\n");
    expect((await night(folder)).exitCode).not.toBe(0);
    expect(await folder.read("state/plan.json")).toBe("");
    expect(writes(on)).toBe(0);
  });

  it("passes its arguments to enforce, and exits as apply does", async () => {
    await using on = await startScene("compliance");
    await using folder = await openFolder(BROKEN, on);
    const environment = { ENFORCE_FOLDER: "state", ENFORCE_CANARY: "none" };
    expect(await folder.bash([SCRIPT, "--cloud", "alibaba"], environment)).toMatchObject({ exitCode: 64 });
    expect(await folder.read("state/plan.json")).not.toContain(arn);
    expect(writes(on)).toBe(0);
  });

  it("does not run twice at the same time", async () => {
    await using folder = await openFolder(BROKEN);
    const held = 'command -v flock > /dev/null || exit 4; mkdir state; exec 8> state/lock; flock 8; bash "$0"';
    expect(await folder.bash(["-c", held, SCRIPT], { ENFORCE_FOLDER: "state" })).toMatchObject({ exitCode: 4 });
    expect(await folder.read("state/enforce.txt")).toBe("");
  });
});
