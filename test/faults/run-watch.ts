import type { PlannedResourceChange } from "@crosstag/core";
import type { RequestLogEntry } from "@crosstag/local-clouds";
import { JournalTail } from "./journal-tail.ts";
import { RENAMED } from "./seeded-desired-state.ts";
import { placeOf, type WorldResource } from "./seeded-resources.ts";
import { everyCloud, type World } from "./seeded-world.ts";

const WRITES =
  /^(?:(?:Un)?[tT]agResources?|(?:Add|Remove)Tags(?:To|From)Certificate|(?:At|De)tachResourcesTag|ModifyResourceTags)$/;

/** A running run. */
export interface WatchedRun {
  readonly planned: ReadonlyMap<string, PlannedResourceChange>;
  readonly journalPath: string;
}

/**
 * Checks every write that reaches the clouds. On arrival: that its intent is on disk, and no success yet. After it was
 * applied, and before anything else changes: that no resource has too many tags, or lacks a renamed one.
 */
export class RunWatch {
  readonly #byPlace: ReadonlyMap<string, WorldResource>;
  readonly #problems = new Set<string>();
  #run: WatchedRun;
  #journal: JournalTail;
  /** Writes that may still be applied. */
  #open: RequestLogEntry[] = [];

  constructor(world: World, run: WatchedRun) {
    this.#byPlace = new Map(world.resources.map((resource) => [resource.place, resource]));
    this.#run = run;
    this.#journal = new JournalTail(run.journalPath);
    for (const { requests } of everyCloud(world.clouds)) {
      const append = requests.append.bind(requests);
      // The log has a request before it is executed.
      requests.append = (entry) => {
        append(entry);
        if (WRITES.test(entry.operation)) this.#received(entry);
      };
    }
    // A cloud reads the clock before it changes a tag: all earlier writes have taken effect.
    world.onTimeAsked(() => this.#look());
  }

  /** Continues with another run, after the previous one has ended. */
  follow(run: WatchedRun): void {
    this.#look();
    for (const problem of this.#journal.problems) this.#problems.add(problem);
    this.#run = run;
    this.#journal = new JournalTail(run.journalPath);
  }

  /** The problems found so far. */
  get problems(): readonly string[] {
    this.#look();
    // Reads what was written since the last request.
    void this.#journal.successes;
    return [...this.#problems, ...this.#journal.problems];
  }

  #received(entry: RequestLogEntry): void {
    const { operation, region, resources } = entry;
    const { intents, successes } = this.#journal;
    for (const name of resources) {
      const arn = this.#arnOf(placeOf(name, region));
      if (arn === undefined) this.#problems.add(`${operation} names ${name}, which the plan does not change`);
      else if (successes.has(arn)) this.#problems.add(`${arn}: ${operation} arrived after its success was on disk`);
      else if (!intents.has(arn)) this.#problems.add(`${arn}: ${operation} arrived before its intent was on disk`);
    }
    this.#open.push(entry);
  }

  #look(): void {
    if (this.#open.length === 0) return;
    const applied = this.#open.filter((entry) => entry.applied);
    this.#open = this.#open.filter(
      ({ applied: isApplied, status, fault }) => !isApplied && status === 0 && fault !== "reset-before-applying",
    );
    for (const { operation, region, resources } of applied) {
      for (const name of resources) {
        const resource = this.#byPlace.get(placeOf(name, region));
        if (resource !== undefined) this.#lookAt(resource, operation);
      }
    }
  }

  #lookAt({ arn, limit, tags }: WorldResource, operation: string): void {
    const now = tags();
    const count = Object.keys(now).length;
    if (count > limit) this.#problems.add(`${arn}: ${operation} left it with ${count} tags of ${limit}`);
    const entry = this.#run.planned.get(arn);
    if (entry === undefined) return;
    const { before, removeFirst = [] } = entry;
    const isRenamed = RENAMED.some((key) => Object.hasOwn(before, key) && !removeFirst.includes(key));
    if (isRenamed && !RENAMED.some((key) => Object.hasOwn(now, key)))
      this.#problems.add(`${arn}: ${operation} left it with neither ${RENAMED.join(" nor ")}`);
  }

  #arnOf(place: string): string | undefined {
    for (const arn of this.#run.planned.keys()) if (placeOf(arn) === place) return arn;
    return undefined;
  }
}
