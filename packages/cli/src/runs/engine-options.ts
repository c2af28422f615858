import type { EngineOptions } from "@crosstag/core";

/** Reading is cheap on both clouds, so that it is done wide; and a long plan waits out trouble that a person would not. */
export const PLANNING_ENGINE: EngineOptions = { maximumConcurrentCalls: 64, retry: "patient" };

/** Writing is held back by quotas, not by the number of calls in flight. */
export const RUNNING_ENGINE: EngineOptions = { maximumConcurrentCalls: 32, retry: "patient" };
