import { createCrosstag, type Outcome, type TagRecord } from "@crosstag/core";
import { driverMethod, type KmsDriver } from "@crosstag/core/driver";
import { createPlan } from "@crosstag/core/node";
import {
  createMemoryCloud,
  createVirtualClock,
  decorateDriver,
  type Fault,
  type MemoryCloud,
  REPLACED_SHAPE,
  seededRandom,
  withFaults,
} from "@crosstag/core/testing";

/** What a seed has come to. */
export interface SecondWriterResult {
  readonly problems: readonly string[];
  /** Writes that the cloud refused because of an old version. */
  readonly conflicts: number;
  /** Tags of the other program that are lost. */
  readonly lost: number;
  /** Resources of which a loss or a change of the other program was reported. */
  readonly reported: number;
}

/** What the engine has read of a key, and what it has sent, in order. */
interface KeyEvent {
  readonly type: "read" | "sent";
  readonly tags: TagRecord;
}

const KEYS = 6;
const SET = { team: "a" };
const REMOVED = "old";
const OWN_KEYS = new Set(["team", REMOVED]);

/**
 * One run over a few keys of a cloud that replaces all tags, while another program writes to the same keys at any moment
 * and the network has faults. Everything is determined by the seed; the clock is virtual.
 */
export async function runSecondWriterSeed(seed: number, versioned: boolean): Promise<SecondWriterResult> {
  const random = seededRandom(seed);
  const clock = createVirtualClock();
  const oneOf = (values: readonly number[]) => values[Math.floor(random() * values.length)] ?? 0;
  let other: OtherWriter | undefined;
  const cloud = createMemoryCloud({
    ...REPLACED_SHAPE,
    clock,
    writes: { style: "replace", versioned },
    propagationMs: oneOf([0, 0, 150]),
    latencyMs: oneOf([0, 20]),
    onServed: ({ resources: [id] }) => other?.wake(id),
  });
  const texts = Array.from({ length: KEYS }, () => cloud.scene.create("key", { tags: { kept: "1", [REMOVED]: "2" } }));
  const events = new Map<string, KeyEvent[]>(texts.map((text) => [idOf(text), []]));
  const driver = recorded(withFaults(cloud.driver, faults(), { random, clock }), events);
  const crosstag = createCrosstag([driver], { clock, random, pacing: "off" });
  const draft = crosstag.planTags({
    desired: { version: 1, statements: [{ select: { kinds: ["key"] }, set: SET, remove: [REMOVED] }] },
  });
  const entries = [];
  for await (const entry of draft.entries) entries.push(entry);
  const plan = createPlan(entries, draft.complete());
  other = new OtherWriter(cloud, texts, random, versioned);
  const outcomes = new Map<string, Outcome>();
  await crosstag.applyPlan({ plan, onOutcome: (outcome) => outcomes.set(outcome.reference, outcome) });
  await crosstag.close();
  const problems = texts.flatMap((text) => {
    const outcome = outcomes.get(text);
    const ofKey = { text, outcome, events: events.get(idOf(text)) ?? [], truth: cloud.truth.tagsOf(text) };
    const found = [
      ...checkSent(ofKey),
      ...(versioned ? checkVersioned(ofKey, other.tagsOf(text)) : checkReported(ofKey)),
    ];
    return found.map((problem) => `${text}: ${problem} (${JSON.stringify(ofKey)})`);
  });
  return {
    problems:
      versioned || planWarns(plan.header.summary.warnings) ? problems : [...problems, "the plan has no warning"],
    conflicts: cloud.log.requests.filter(({ refusedWith }) => refusedWith === "VersionConflict").length,
    lost: texts.flatMap((text) => missing(other.tagsOf(text), cloud.truth.tagsOf(text))).length,
    reported: [...outcomes.values()].filter(isReported).length,
  };
}

function planWarns(warnings: readonly { readonly rule: string; readonly resources: number }[]): boolean {
  return warnings.some(({ rule, resources }) => rule === "crosstag.replaces-all-tags" && resources === KEYS);
}

function isReported(outcome: Outcome): boolean {
  return "otherChanges" in outcome || (outcome.status === "failed" && outcome.error.code === "conflict");
}

function faults(): readonly Fault[] {
  return (["throttle", "lose-request", "lose-answer", "garble-answer"] as const).flatMap((kind) =>
    (["readTags", "replaceTags"] as const).map((operation) => ({ kind, operation, probability: 0.04 })),
  );
}

/** Another program: adds tags of its own, or replaces all tags by what it has read some time ago. */
class OtherWriter {
  readonly #cloud: MemoryCloud;
  readonly #random: () => number;
  readonly #versioned: boolean;
  readonly #textOf: ReadonlyMap<string, string>;
  readonly #own = new Map<string, Record<string, string>>();
  readonly #read = new Map<string, TagRecord>();
  #writes = 0;

  constructor(cloud: MemoryCloud, texts: readonly string[], random: () => number, versioned: boolean) {
    this.#cloud = cloud;
    this.#random = random;
    this.#versioned = versioned;
    this.#textOf = new Map(texts.map((text) => [idOf(text), text]));
  }

  /** Its own tags of a key, as it has left them. */
  tagsOf(text: string): TagRecord {
    return this.#own.get(text) ?? {};
  }

  /** May write to a key. */
  wake(id: string | undefined): void {
    const text = this.#textOf.get(id ?? "");
    if (text === undefined || this.#random() > 0.35) return;
    const now = this.#cloud.truth.tagsOf(text);
    // With versions the cloud refuses it what it has read some time ago.
    const isStale = !this.#versioned && this.#random() < 0.3;
    const base = isStale ? (this.#read.get(text) ?? now) : now;
    this.#read.set(text, now);
    this.#writes += 1;
    const next = { ...base, [`theirs-${this.#writes % 3}`]: String(this.#writes) };
    this.#cloud.scene.setTags(text, next);
    this.#own.set(text, Object.fromEntries(Object.entries(next).filter(([key]) => key.startsWith("theirs-"))));
  }
}

/** Notes what the engine reads and sends. */
function recorded(driver: KmsDriver, events: ReadonlyMap<string, KeyEvent[]>): KmsDriver {
  return decorateDriver(driver, {
    readTags: async (call, context) => {
      const page = await driver.readTags(call, context);
      for (const { id } of call.resources) {
        const own = page.rows.filter((row) => row.id === id).map(({ key, value }) => [key, value] as const);
        events.get(id)?.push({ type: "read", tags: Object.fromEntries(own) });
      }
      return page;
    },
    replaceTags: (call, context) => {
      events.get(call.resource.id)?.push({ type: "sent", tags: Object.fromEntries(call.tags) });
      return driverMethod(driver, "replaceTags")(call, context);
    },
  });
}

interface CheckedKey {
  readonly text: string;
  readonly outcome: Outcome | undefined;
  readonly events: readonly KeyEvent[];
  readonly truth: TagRecord;
}

/** What is sent is the last reading with the change, and nothing else. */
function checkSent({ events }: CheckedKey): readonly string[] {
  return events.flatMap(({ type, tags }, at) => {
    if (type === "read") return [];
    const read = events.slice(0, at).findLast((event) => event.type === "read")?.tags ?? {};
    const wanted = Object.fromEntries(Object.entries({ ...read, ...SET }).filter(([key]) => key !== REMOVED));
    return differing(tags, wanted).length === 0
      ? []
      : [`sent ${JSON.stringify(tags)} after it read ${JSON.stringify(read)}`];
  });
}

/** No tag of either program is lost. */
function checkVersioned({ outcome, truth }: CheckedKey, theirs: TagRecord): readonly string[] {
  const problems = missing(theirs, truth).map((key) => `${key} of the other program is lost`);
  if (truth["kept"] !== "1") problems.push("a tag that neither program writes is lost");
  if (outcome?.status === "changed" && !showsChange(truth)) problems.push("it is changed and does not show it");
  if (outcome?.status === "unchanged") problems.push("it is unchanged, and the other program does not make the change");
  return problems;
}

/** What the readings after the last write show of the other program is in the outcome. */
function checkReported({ outcome, events }: CheckedKey): readonly string[] {
  const last = events.findLastIndex(({ type }) => type === "sent");
  if (last < 0 || outcome === undefined) return outcome === undefined ? ["it has no outcome"] : [];
  const sent = events[last]?.tags ?? {};
  const readings = events.slice(last + 1).map(({ tags }) => tags);
  const final = readings.at(-1);
  if (final === undefined)
    return outcome.status === "changed" && outcome.readBack !== false ? ["it was not read back"] : [];
  if (outcome.status === "changed" && !showsChange(final)) return ["its last reading does not show the change"];
  if (outcome.status === "failed" && outcome.error.code === "conflict" && showsChange(final))
    return ["it has failed, and its last reading shows the change"];
  const seen = new Set(readings.filter(showsChange).flatMap((tags) => differing(tags, sent)));
  const said = "otherChanges" in outcome ? (outcome.otherChanges ?? []) : [];
  return [...seen].filter((key) => !OWN_KEYS.has(key) && !said.includes(key)).map((key) => `${key} is not reported`);
}

function showsChange(tags: TagRecord): boolean {
  return tags["team"] === SET.team && tags[REMOVED] === undefined;
}

function differing(one: TagRecord, two: TagRecord): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(two)])].filter((key) => one[key] !== two[key]);
}

function missing(wanted: TagRecord, there: TagRecord): readonly string[] {
  return Object.keys(wanted).filter((key) => wanted[key] !== there[key]);
}

function idOf(text: string): string {
  return text.slice(text.lastIndexOf("/") + 1);
}
