import { appendFile, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  approvePlan,
  deletePlan,
  getPlan,
  getRun,
  listPlans,
  makePlan,
  readPlanEntries,
  startRun,
} from "@crosstag/operations";
import { readChain } from "@crosstag/core/node";
import { expect, test } from "vitest";
import { ServiceError } from "../src/index.ts";
import { anybody } from "./service-scene.ts";
import { workScene, type WorkScene } from "./work-scene.ts";

const DESIRED = { version: 1, statements: [{ select: { tags: { team: "a" } }, set: { stage: "test" } }] };

function keys({ cloud }: WorkScene, count: number, tags: Record<string, string> = { team: "a" }) {
  return Array.from({ length: count }, () => cloud.scene.create("key", { tags }));
}

const desired = (statement: object) => ({
  from: "desired-state",
  desired: { version: 1, statements: [statement] },
});

const fileOf = ({ stateFolder }: WorkScene, digest: string) =>
  join(stateFolder, "plans", `${digest.replace("sha256:", "")}.json`);

test("a plan is made, shown, decided about and kept; a decision is about these changes", async () => {
  const scene = await workScene();
  const [one = "", two = ""] = keys(scene, 2);
  scene.cloud.scene.create("key", { tags: { team: "b" } });
  const source = { from: "desired-state", desired: DESIRED } as const;
  const dry = await scene.call(makePlan, { source, dryRun: true });
  expect(dry).toMatchObject({ status: 200, document: { summary: { changes: 2 }, decisions: [], runs: [] } });
  expect((await scene.call(listPlans, {})).document.plans).toEqual([]);

  const made = await scene.call(makePlan, { source, title: "Stages" });
  expect(made).toMatchObject({
    status: 201,
    document: { origin: "desired-state", title: "Stages", createdBy: "anybody", summary: { changes: 2, tagsAdded: 2 } },
  });
  const { plan } = made.document;
  const entries = await scene.lines(readPlanEntries, { plan });
  expect(entries.map((entry) => entry.reference).toSorted()).toEqual([one, two].toSorted());
  expect(entries[0]).toMatchObject({ action: "change", before: { team: "a" }, set: { stage: "test" }, remove: [] });

  expect(await scene.refused(startRun, { plan })).toMatchObject({ status: 409, code: "confirmation-required" });
  const decide = (decision: "approved" | "rejected", note?: string) =>
    scene.call(approvePlan, { plan, decision, by: "Zoe", ...(note !== undefined && { note }) });
  expect(await decide("approved", "Looks right")).toMatchObject({ status: 201 });
  await decide("rejected");
  const rejected = await scene.refused(startRun, { plan });
  expect(rejected).toMatchObject({ status: 409, detail: `The plan ${plan} was rejected. Nothing was sent.` });

  // The same plan again is the same plan; another state of the resources makes another one.
  expect(await scene.call(makePlan, { source })).toMatchObject({ status: 200, document: { plan } });
  await scene.restart();
  const { document } = await scene.call(getPlan, { plan });
  expect(document.decisions).toMatchObject([
    { decision: "approved", digest: plan, by: "Zoe", caller: "anybody", note: "Looks right" },
    { decision: "rejected", digest: plan, by: "Zoe", caller: "anybody" },
  ]);
  keys(scene, 1);
  const other = await scene.call(makePlan, { source });
  expect(other).toMatchObject({ status: 201, document: { decisions: [] } });
  const { document: all } = await scene.call(listPlans, {});
  expect(all.plans.map((known) => known.plan)).toEqual([other.document.plan, plan]);

  const journal = readChain(await readFile(join(scene.stateFolder, "decisions.jsonl"), "utf8"));
  expect(journal.problem).toBeUndefined();
  expect(journal.records).toMatchObject([{ type: "plan-decided", caller: "anybody" }, { decision: "rejected" }]);
  expect(await readdir(join(scene.stateFolder, "plans"))).toHaveLength(4);
});

test("a plan is deleted with its approval, unless a run is applying it, and its runs stay", async () => {
  const scene = await workScene();
  const tagged = keys(scene, 2);
  const source = { from: "desired-state" as const, desired: DESIRED };
  const { plan } = (await scene.call(makePlan, { source })).document;
  await scene.call(approvePlan, { plan, decision: "approved", by: "Zoe" });
  const { release, waiting } = scene.hold();
  const { run = "" } = (await scene.call(startRun, { plan })).document;
  await waiting;
  expect(await scene.refused(deletePlan, { plan })).toMatchObject({ status: 409, operation: "deletePlan" });
  release();
  await scene.events(run);

  const dry = await scene.call(deletePlan, { plan, dryRun: true });
  expect(dry.document).toMatchObject({ plan, deleted: false });
  const allowed = scene.caller;
  scene.caller = {
    ...anybody,
    allowChange: () => {
      throw new ServiceError({ code: "access-denied", message: "No." });
    },
  };
  expect(await scene.refused(deletePlan, { plan })).toMatchObject({ status: 403 });
  scene.caller = allowed;
  expect((await scene.call(deletePlan, { plan })).document).toMatchObject({ plan, deleted: true });
  expect(await readdir(join(scene.stateFolder, "plans"))).toEqual([]);
  for (const operation of [getPlan, deletePlan, startRun])
    expect(await scene.refused(operation, { plan })).toMatchObject({ status: 404 });
  expect((await scene.call(getRun, { run })).document).toMatchObject({ plan, state: "ended" });

  // What was approved is gone: the same plan needs another approval, also from the next process.
  for (const key of tagged) scene.cloud.scene.setTags(key, { team: "a" });
  expect((await scene.call(makePlan, { source })).document).toMatchObject({ plan, decisions: [] });
  await scene.restart();
  expect(await scene.refused(startRun, { plan })).toMatchObject({ code: "confirmation-required" });
});

test("a plan whose file was changed is refused, and named as damaged", async () => {
  const scene = await workScene();
  keys(scene, 1);
  const { plan } = (await scene.call(makePlan, { source: { from: "desired-state", desired: DESIRED } })).document;
  await scene.call(approvePlan, { plan, decision: "approved", by: "Zoe" });
  const path = fileOf(scene, plan);
  const text = await readFile(path, "utf8");
  const end = text.lastIndexOf('"test"');
  await writeFile(path, `${text.slice(0, end)}"prod"${text.slice(end + 6)}`);
  const refused = await scene.refused(startRun, { plan });
  expect(refused.detail).toContain("its entries were changed after the plan was made");
  const { document: listed } = await scene.call(listPlans, {});
  expect(listed).toMatchObject({ plans: [], damaged: [{ plan }] });
  // What is wrong, and not where the server keeps it.
  expect(refused.detail).toContain(`"${plan.replace("sha256:", "")}.json"`);
  expect(JSON.stringify([refused, listed])).not.toContain(scene.stateFolder);
  const asked: unknown[] = [];
  const allowed = scene.caller;
  scene.caller = { ...anybody, allowChange: (...change) => asked.push(change) };
  expect((await scene.call(deletePlan, { plan, dryRun: true })).document.deleted).toBe(false);
  expect(asked).toEqual([[[{ provider: "", cloudNames: [] }], "all"]]);
  scene.caller = allowed;
  await writeFile(path, text);
  expect((await scene.call(getPlan, { plan })).document.decisions).toHaveLength(1);

  // Decisions that were changed keep the service from starting.
  await scene.state.close();
  const decisions = join(scene.stateFolder, "decisions.jsonl");
  const journal = await readFile(decisions, "utf8");
  await writeFile(decisions, journal.replace("Zoe", "Eve"));
  await expect(scene.restart()).rejects.toThrow("Line 1 was changed");
  await writeFile(decisions, journal);
  await appendFile(decisions, '{"sequence":1,');
  await scene.restart();
});

test("changes are refused with every problem and its position", async () => {
  const scene = await workScene();
  const [one = "", two = ""] = keys(scene, 2);
  const unknown = one.replace(/[^/]+$/, "nothing");
  const make = (changes: readonly object[]) => scene.refused(makePlan, { source: { from: "changes", changes } });
  const named = await make([
    { resource: one, set: { stage: "x" } },
    { resource: unknown, set: { stage: "x" } },
    { resource: one, remove: ["team"] },
  ]);
  expect(named).toMatchObject({ status: 422, code: "invalid-request" });
  expect(named.violations?.map(({ message }) => message)).toEqual([
    `source.changes[1]: ${unknown} does not exist.`,
    `source.changes[2]: ${one} is a resource that is named before, too.`,
  ]);
  const broken = await make([
    { resource: one, set: { "mem:x": "1" } },
    { resource: two, set: { team: "x".repeat(1_000) } },
  ]);
  expect(broken.violations?.map(({ message }) => message.split(":")[0])).toEqual([
    "source.changes[0]",
    "source.changes[1]",
  ]);

  const { document } = await scene.call(makePlan, {
    source: { from: "changes", changes: [{ resource: one, set: { stage: "x" }, remove: ["team", "absent"] }] },
  });
  expect(await scene.lines(readPlanEntries, { plan: document.plan })).toMatchObject([
    { reference: one, set: { stage: "x" }, remove: ["team"] },
  ]);
  const large = await scene.refused(makePlan, {
    source: { from: "desired-state", desired: DESIRED },
    maxChanges: 1,
  });
  expect(large).toMatchObject({ status: 409, code: "confirmation-required" });
  expect(large.detail).toBe("The plan changes 2 resources, and at most 1 are allowed (`maxChanges`). It was not kept.");
  expect((await scene.call(listPlans, {})).document.plans).toHaveLength(1);
});

test("a desired state and a policy are refused like their files, without positions in a file", async () => {
  const scene = await workScene();
  const [key = ""] = keys(scene, 1, { team: "a", environment: "Prod" });
  const malformed = desired({ select: { kinds: 7 }, sett: { a: "b" }, set: { team: 5 } });
  const parsed = await scene.refused(makePlan, {
    source: { ...malformed, desired: { ...malformed.desired, version: 2, name: "x" } },
  });
  expect(parsed.status).toBe(422);
  expect(parsed.violations?.map(({ message, fix }) => [message, fix])).toEqual([
    ["source.desired.version must be 1: this crosstag reads no other version of the file.", "Correct it."],
    ["source.desired.statements[0].select.kinds must be a list of kinds.", "Correct it."],
    ["source.desired.statements[0].sett is not known here.", "Did you mean set?"],
    [
      `source.desired.statements[0].set.team must be a text; put it in quotes, so that 1.10 stays "1.10".`,
      "Correct it.",
    ],
    ["source.desired.name is not known here.", "Known are: version, owns, leavesAlone, statements."],
  ]);
  const checked = await scene.refused(makePlan, {
    source: desired({ select: { file: "/etc/passwd", clouds: ["memroy"] }, set: { a: "b" } }),
  });
  expect(checked.violations?.map(({ message }) => message)).toEqual([
    "source.desired.statements[0].select.file: A request cannot name files.",
    'source.desired.statements[0].select.clouds[0]: There is no cloud named "memroy".',
  ]);

  expect(await scene.refused(makePlan, { source: { from: "policy" } })).toMatchObject({ status: 422 });
  const rules = [
    { id: "environments", tags: { environment: { spelling: { prod: ["Prod"] } } } },
    { id: "owners", required: ["owner"] },
  ];
  const policy = { version: 1, rules };
  const misspelled = await scene.refused(makePlan, {
    source: { from: "policy", policy: { version: 1, rules: [{ id: "a", requierd: ["x"] }] } },
  });
  expect(misspelled.violations).toMatchObject([
    { message: "source.policy.rules[0].requierd is not known here.", fix: "Did you mean required?" },
  ]);
  const contradicting = { version: 1, rules: [{ id: "a", forbiddenPatterns: ["("], scope: { clouds: ["memroy"] } }] };
  const waivers = { version: 1 };
  const contradiction = await scene.refused(makePlan, {
    source: { from: "policy", policy: contradicting, waivers },
  });
  expect(contradiction.violations).toMatchObject([
    { message: expect.stringMatching(/^source\.policy\.rules\[0\]\.forbiddenPatterns\[0\] /), fix: "Correct it." },
    { message: expect.stringMatching(/^source\.policy\.rules\[0\]\.scope\.clouds\[0\] .*did you mean memory\?$/) },
    { message: "source.waivers.waivers is missing.", fix: "Add it." },
  ]);
  const elsewhere = await scene.refused(makePlan, { source: { from: "policy", policy, clouds: ["memroy"] } });
  expect(elsewhere).toMatchObject({ status: 422, code: "invalid-request" });
  const { document } = await scene.call(makePlan, { source: { from: "policy", policy, clouds: ["memory"] } });
  expect(document.summary).toMatchObject({
    changes: 1,
    warnings: [
      { rule: "crosstag.manual-action", resources: 1, examples: [key], message: "1 resource needs manual action." },
    ],
  });
});

test("a plan is for callers who may make all of its changes", async () => {
  const scene = await workScene();
  keys(scene, 1);
  const source = { from: "desired-state", desired: DESIRED } as const;
  const { plan } = (await scene.call(makePlan, { source })).document;
  scene.caller = {
    ...anybody,
    name: "limited",
    allowChange: (places, tagKeys) => {
      expect(places).toEqual([{ provider: "memory", cloudNames: ["memory"], account: "1000" }]);
      if (tagKeys.includes("stage"))
        throw new ServiceError({ code: "access-denied", message: "No.", permission: "tagKeys: stage" });
    },
  };
  for (const refused of [
    await scene.refused(getPlan, { plan }),
    await scene.refused(readPlanEntries, { plan }),
    await scene.refused(approvePlan, { plan, decision: "approved", by: "Eve" }),
    await scene.refused(startRun, { plan }),
    await scene.refused(makePlan, { source }),
  ])
    expect(refused).toMatchObject({ status: 403, permission: "tagKeys: stage" });
  expect((await scene.call(listPlans, {})).document.plans).toEqual([]);
  scene.caller = anybody;
  expect((await scene.call(getPlan, { plan })).document.decisions).toEqual([]);
  const missing = await scene.refused(getPlan, { plan: `sha256:${"0".repeat(64)}` });
  expect(missing).toMatchObject({ status: 404, code: "not-found", hint: "To list the plans: GET /v1/plans" });
});
