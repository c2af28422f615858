import type { OptionNames } from "../text/unknown-option.ts";
import type { CallOptions } from "./call-options.ts";

/** The options of each call. */
export const CALL_OPTIONS: OptionNames<CallOptions> = {
  signal: true,
  until: true,
  timeoutMs: true,
  callTimeoutMs: true,
  retry: true,
  onEvent: true,
};
