import type { CaseResult } from "./conformance/run-conformance.ts";

/** The tag that marks what a live test created. Its value is the id of the run. */
export const MARK = "crosstag-live";

/** One kind of resource that a run creates, named by the part it plays. */
interface LiveRole {
  /** The name by which probes ask for it. */
  readonly name: string;
  /** What it is, in words: `a symmetric key`. */
  readonly what: string;
  /** Calls that creating it takes. */
  readonly calls: number;
}

/** What a probe works with. */
export interface Stage {
  /** The id of the resource with that role. */
  readonly id: (role: string) => string;
  /** The id of this run, which is the value of `MARK`. */
  readonly run: string;
  /** Waits until a read shows what was written. */
  readonly settle: () => Promise<void>;
}

/** A question to a cloud, to which its documentation gives no answer or several. */
export interface Probe {
  /** Short and stable, for example `untag-absent-key`. */
  readonly id: string;
  /** The question, in one sentence. */
  readonly question: string;
  /** The answers that Crosstag takes for granted. Any other refutes it. */
  readonly assumed: readonly string[];
  /** The most calls that asking takes. */
  readonly calls: number;
  /** The role whose tags it changes: they are restored after it. Absent: it changes none. */
  readonly tags?: string;
  /**
   * Asks. Returns the answer: `accepted`, the code of a refusal, or a word of the question's own.
   * @throws any error that is not an answer
   */
  readonly ask: (stage: Stage) => Promise<string>;
  /** What to set in `assumptions` of a configured cloud, for an answer. Absent: nothing can be set. */
  readonly setting?: (answer: string) => Assumptions | undefined;
}

/** What was done with a resource that should be removed. */
type Removal = "removed" | "already removed" | "not created by a live test";

/** The conformance suite on a live cloud. */
export interface LiveSuite {
  /** What it creates, how many calls it makes and how long it takes, one sentence for each service. */
  readonly announcement: readonly string[];
  /** Runs it. `created` is told the id of each resource at once, `progress` how far it is. */
  readonly run: (
    place: LiveSuitePlace,
    tell: (result: CaseResult) => void,
    progress: (line: string) => void,
  ) => Promise<readonly CaseResult[]>;
}

/** What `assumptions` of a configured cloud can say. */
export type Assumptions = Readonly<Record<string, boolean | number | string>>;

/** For whom the conformance suite runs. */
export interface LiveSuitePlace {
  /** The account of the credentials. */
  readonly account: string;
  /** The id of the run. */
  readonly run: string;
  /** Is told what is created. */
  readonly created: (id: string) => void;
  /** What the probes found: the driver under test has these assumptions. */
  readonly assumptions: Assumptions;
}

/** One cloud and region as a live test uses it: by the cloud's own SDK, without Crosstag. */
export interface LiveCloud {
  /** `aws`, `alibaba`. */
  readonly name: string;
  /** The region. */
  readonly region: string;
  /** What a run creates, in this order. */
  readonly roles: readonly LiveRole[];
  /** What that costs, one sentence for each price, with source and date. */
  readonly prices: readonly string[];
  /** The questions. */
  readonly probes: readonly Probe[];
  /** What is not asked, and why. */
  readonly notAsked: readonly string[];
  /** The conformance suite. Absent: it does not run on this cloud. */
  readonly suite?: LiveSuite;
  /** Calls for restoring the tags of a resource, at most. */
  readonly restoreCalls: number;
  /** Calls for removing a resource, at most. */
  readonly removeCalls: number;
  /** Calls made until now. */
  readonly calls: () => number;
  /** The account of the credentials, learnt from the cloud. */
  readonly account: () => Promise<string>;
  /** Creates the resource of a role, marked with the run. `created` is told its id at once, before anything else is done to it. */
  readonly create: (role: string, run: string, created: (id: string) => void) => Promise<void>;
  /** Leaves a resource with the mark and no other tag. */
  readonly restore: (id: string, run: string) => Promise<void>;
  /**
   * Deletes a resource, with the shortest waiting period. `listed`: a file says that a live test created it; otherwise it is
   * deleted only if it has the mark in both its tags and its description.
   */
  readonly remove: (id: string, listed: boolean) => Promise<Removal>;
  /** The ids of all resources that have the mark in their description. */
  readonly findMarked: () => Promise<readonly string[]>;
  /** The code of a refusal, or undefined for an error that is not an answer of the service. */
  readonly codeOf: (error: unknown) => string | undefined;
  /** Whether a code says nothing about the question: no permission, throttled, out of order. */
  readonly isNoAnswer: (code: string) => boolean;
  /** Closes connections. */
  readonly close: () => void;
}

/** The description of a resource that a run creates: a second mark, which no probe changes. */
export function descriptionOf(run: string): string {
  return `${MARK} ${run}`;
}

/** Whether a description is that of a resource that a run created. */
export function isOfLiveTest(description: unknown): boolean {
  return typeof description === "string" && description.startsWith(`${MARK} `);
}

/** The name of a resource, or of a tag key, that a run creates and that is known by its name. */
export function nameFor(run: string, part: string): string {
  return `${MARK}-${run}-${part}`;
}

/** Whether `nameFor` has made a name. */
export function isNameOfLiveTest(name: string): boolean {
  return name.startsWith(`${MARK}-`);
}
