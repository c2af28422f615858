import { AcceptedCalls, Passed, Use, RateProbe } from "./rate-signals.ts";
import type { PassedState, RateProbeState, UseState } from "./rate-signals.ts";

/** Share of the documented rate that is used: clouds count over windows, and answers travel unevenly. */
const SHARE = 0.99;
/** Calls a second that are tried even if everything is throttled. */
const LOWEST_RATE = 0.5;
/** What is left of the rate, at the least, after one sign of throttling; a sign may be chance. */
const DEEPEST_CUT = 0.6;
/** No cut goes below this share of what was accepted in the last second: a window may still be full of earlier calls. */
const LEAST_OF_ACCEPTED = 0.75;
/** A window of one second lets through what was accepted in the last second; answers travel unevenly. */
const UNDER_ACCEPTED = 0.97;
/** Between what a bucket and what a window explains, a cut goes so far towards the window. */
const TOWARDS_WINDOW = 0.45;
const GOAL_ABOVE_PASSED = 1.02;
/** A cut that follows the last one within so many accepted calls, or so soon, corrects that one. */
const CORRECTION_CALLS = 10;
const CORRECTION_MS = 2_000;
/**
 * The way back: steep and then flat up to where throttling is expected, level there, then flat and ever steeper.
 * Seconds; the two curves are of the third degree.
 */
const UP_TO_GOAL_SECONDS = 6;
const AT_GOAL_SECONDS = 3.5;
const BEYOND_GOAL_SECONDS = 15;
/** Lower rates rise faster for their size, which brings processes that share a quota to equal shares. */
const WEIGHT_OF_RATE = 0.3;
/** After an outage the rate doubles this often, milliseconds, or with every accepted call if those are rarer. */
const DOUBLING_MS = 500;
/** How much of the rate before an outage is won back by doubling. */
const DOUBLING_UP_TO = 0.7;
/** A rate that is near the top counts as being there when the next probe is awaited. */
const NEAR_TOP = 0.9;

/** How an `AdaptiveRate` behaves. */
export interface AdaptiveRateOptions {
  /** The rate to begin with, calls a second, if one was found earlier. Default: nearly the documented one. */
  readonly startAt?: number | undefined;
  /** Whether more than the documented rate is tried from time to time. Default: true. */
  readonly probes?: boolean | undefined;
}

/** What an `AdaptiveRate` knows, as data. `null`: never. */
export interface AdaptiveRateState {
  readonly rate: number;
  readonly top: number;
  readonly from: number;
  readonly goal: number;
  readonly usedMs: number;
  readonly cutAt: number | null;
  readonly sentSinceCut: number;
  readonly acceptedSinceCut: number;
  readonly gapsMs: number;
  readonly outage: boolean;
  readonly lastGood: number;
  readonly use: UseState;
  readonly accepted: readonly number[];
  readonly passed: PassedState;
  readonly probe: RateProbeState;
}

/**
 * The rate of the calls that spend one quota: signals in, calls a second out. It knows the time from its signals only.
 *
 * Up to the documented rate it rises by itself while calls use it; beyond, it probes, unless that is switched off. Throttling cuts it to what the
 * cloud has let through. Answers to calls that left before the last cut say nothing of the rate after it.
 */
export class AdaptiveRate {
  readonly #documented: number;
  readonly #lowest: number;
  readonly #probes: boolean;
  #use = new Use();
  #accepted = new AcceptedCalls();
  #passed = new Passed();
  #probe = new RateProbe();
  #rate: number;
  /** Beyond this only probes go: the documented rate, or what a probe has found. */
  #top: number;
  #from: number;
  #goal: number;
  /** For how long calls have used the rate on the way back. */
  #usedMs = 0;
  #cutAt = Number.NEGATIVE_INFINITY;
  #sentSinceCut = 0;
  #acceptedSinceCut = 0;
  /** How long the calls since the cut take at their pace. At first a bucket is full: as if a second had gone by. */
  #gapsMs = 1_000;
  /** Nothing at all is accepted. */
  #outage = false;
  /** The rate when calls were last accepted. */
  #lastGood: number;

  constructor(requestsPerSecond: number, { startAt, probes = true }: AdaptiveRateOptions = {}) {
    this.#documented = requestsPerSecond * SHARE;
    this.#probes = probes;
    this.#lowest = Math.min(LOWEST_RATE, this.#documented / 10);
    this.#rate = this.#atMost(Math.max(this.#lowest, startAt ?? this.#documented));
    this.#from = this.#goal = this.#lastGood = this.#rate;
    this.#top = Math.max(this.#documented, this.#rate);
  }

  /** Continues a rate from its state, as if it had been here all the time. */
  static from(
    requestsPerSecond: number,
    state: AdaptiveRateState,
    options: Pick<AdaptiveRateOptions, "probes"> = {},
  ): AdaptiveRate {
    const rate = new AdaptiveRate(requestsPerSecond, { ...options, startAt: state.rate });
    rate.#top = rate.#atMost(state.top);
    rate.#from = rate.#atMost(state.from);
    rate.#goal = rate.#atMost(state.goal);
    rate.#usedMs = state.usedMs;
    rate.#cutAt = state.cutAt ?? Number.NEGATIVE_INFINITY;
    rate.#sentSinceCut = state.sentSinceCut;
    rate.#acceptedSinceCut = state.acceptedSinceCut;
    rate.#gapsMs = state.gapsMs;
    rate.#outage = state.outage;
    rate.#lastGood = state.lastGood;
    rate.#use = new Use(state.use);
    rate.#accepted = new AcceptedCalls(state.accepted);
    rate.#passed = new Passed(state.passed);
    if (rate.#probes) rate.#probe = new RateProbe(state.probe);
    return rate;
  }

  get requestsPerSecond(): number {
    return this.#rate;
  }

  /** All that it knows, without the documented rate. */
  get state(): AdaptiveRateState {
    return {
      rate: this.#rate,
      top: this.#top,
      from: this.#from,
      goal: this.#goal,
      usedMs: this.#usedMs,
      cutAt: Number.isFinite(this.#cutAt) ? this.#cutAt : null,
      sentSinceCut: this.#sentSinceCut,
      acceptedSinceCut: this.#acceptedSinceCut,
      gapsMs: this.#gapsMs,
      outage: this.#outage,
      lastGood: this.#lastGood,
      use: this.#use.state,
      accepted: this.#accepted.state,
      passed: this.#passed.state,
      probe: this.#probe.state,
    };
  }

  /** A call leaves. */
  sent(now: number): void {
    const gapMs = 1_000 / this.#rate;
    this.#sentSinceCut += 1;
    this.#gapsMs += gapMs;
    const usedMs = this.#use.sent(now, gapMs);
    if (usedMs === undefined) return;
    if (this.#probe.running) {
      if (usedMs === 0) this.#rate = this.#probe.giveUp();
      return;
    }
    this.#usedMs += usedMs;
    if (this.#rate >= NEAR_TOP * this.#top) this.#probe.quiet(usedMs);
    if (usedMs === 0) return;
    if (this.#rate < this.#top) this.#rate = Math.max(this.#rate, Math.min(this.#top, this.#curve()));
    else if (this.#probes && this.#probe.due) this.#rate = this.#probe.start(now, this.#rate);
  }

  /** The cloud has taken a call that left at `sentAt`. */
  accepted(now: number, sentAt: number): void {
    this.#accepted.add(now);
    if (sentAt < this.#cutAt) return;
    this.#acceptedSinceCut += 1;
    this.#passed.add(now);
    if (this.#outage) this.#resume();
    if (!this.#probe.running) return;
    const raised = this.#probe.accepted(now, sentAt, this.#rate);
    if (raised === undefined) return;
    this.#top = this.#rate;
    this.#rate = raised;
  }

  /** The cloud said "too fast" to a call that left at `sentAt`. Gives for how long no call should leave, milliseconds. */
  throttled(now: number, sentAt: number): number {
    if (sentAt < this.#cutAt) return 0;
    const failed = this.#probe.running ? this.#probe.throttled(now) : undefined;
    if (failed === undefined) return this.#cut(now);
    this.#rate = failed.rate;
    return this.#begin(now, failed.pauseMs);
  }

  /** Another process may have probed before. */
  #atMost(rate: number): number {
    return this.#probes ? rate : Math.min(rate, this.#documented);
  }

  #cut(now: number): number {
    const first = this.#cutAt === Number.NEGATIVE_INFINITY;
    const accepted = this.#accepted.lastSecond(now);
    const busy = this.#use.busy(now);
    const bound = busy || this.#cutAt > now - 1_000 ? UNDER_ACCEPTED * (accepted.count + 0.5) : this.#rate;
    const share = this.#acceptedSinceCut / (this.#acceptedSinceCut + 1);
    const passed = (share * this.#sentSinceCut * 1_000) / this.#gapsMs;
    this.#outage = accepted.count === 0 && this.#acceptedSinceCut === 0;
    if (this.#acceptedSinceCut > 0) this.#lastGood = this.#rate;
    let rate: number;
    let goal: number;
    if (this.#outage) {
      rate = this.#rate * DEEPEST_CUT;
      goal = this.#lastGood;
    } else if (!first && (this.#acceptedSinceCut < CORRECTION_CALLS || this.#gapsMs < CORRECTION_MS)) {
      const least = Math.min(this.#rate, accepted.count * LEAST_OF_ACCEPTED);
      rate = Math.max(passed, this.#rate * DEEPEST_CUT, least);
      goal = Math.min(bound, Math.max(this.#rate, this.#goal));
    } else {
      // A bucket was emptied by the average since the last cut, a window was filled by the last second alone.
      const high = Math.min(bound, this.#rate);
      const low = Math.min(high, Math.max(passed, this.#passed.least(now)));
      rate = low + TOWARDS_WINDOW * (high - low);
      goal = first || this.#probe.running ? high : Math.min(high, low * GOAL_ABOVE_PASSED);
    }
    this.#rate = this.#from = Math.max(rate, this.#lowest);
    this.#goal = Math.max(this.#rate, goal);
    this.#top = Math.max(this.#documented, this.#top > this.#documented ? this.#goal : 0);
    // A window that was empty at first is full until its oldest call falls out.
    return this.#begin(now, busy && first ? accepted.oldest + 1_000 - now : 0);
  }

  /** What was learned so far applies to another rate. */
  #begin(now: number, leastPauseMs: number): number {
    const pauseMs = Math.max(leastPauseMs, 1_000 / this.#rate);
    this.#cutAt = now;
    this.#sentSinceCut = 0;
    this.#acceptedSinceCut = 0;
    this.#gapsMs = pauseMs;
    this.#usedMs = 0;
    this.#passed.restart(now);
    this.#use.restart(now + pauseMs);
    this.#probe.calm();
    return pauseMs;
  }

  #curve(): number {
    const scale = this.#goal ** WEIGHT_OF_RATE * this.#documented ** (1 - WEIGHT_OF_RATE);
    const toGoal = Math.cbrt((this.#goal - this.#from) / scale) * UP_TO_GOAL_SECONDS;
    const seconds = this.#usedMs / 1_000 - toGoal;
    if (seconds < 0) return this.#goal + scale * (seconds / UP_TO_GOAL_SECONDS) ** 3;
    return this.#goal + scale * (Math.max(0, seconds - AT_GOAL_SECONDS) / BEYOND_GOAL_SECONDS) ** 3;
  }

  #resume(): void {
    const target = this.#lastGood * DOUBLING_UP_TO;
    const next = this.#rate * 2 ** Math.min(1, 1_000 / DOUBLING_MS / this.#rate);
    this.#outage = next < target;
    this.#rate = this.#from = Math.max(this.#rate, Math.min(next, target));
    this.#goal = Math.max(this.#goal, this.#rate);
    this.#usedMs = 0;
  }
}
