import { setFlagsFromString } from "node:v8";

/** Node's own values of `--wasm-tiering-budget`, by its major version (V8 11.3 to 14.6). */
export const OWN_BUDGETS: Readonly<Record<string, number>> = {
  20: 1_800_000,
  22: 13_000_000,
  24: 13_000_000,
  26: 13_000_000,
};
/** The types of Node 20 do not have it. */
declare const WebAssembly: { readonly Module: new (code: Uint8Array) => object };
/** Close to the largest that V8 takes: some hundred answers. */
const BUDGET = 2_000_000_000;

/**
 * Compiles undici's HTTP parser so that V8 optimizes it after some hundred answers. V8 would do it during the first one,
 * because the parser is one function of a hundred kilobytes whose every loop counts as much work: a third of the CPU time
 * and of the memory of a command that makes two calls (measured 2026-11-29). Other modules are compiled as always.
 */
export function compileHttpParser(code: Uint8Array): object {
  const ownBudget = OWN_BUDGETS[process.versions.node.split(".", 1)[0] ?? ""];
  // V8 prints an error about a flag that it does not have.
  if (ownBudget === undefined) return new WebAssembly.Module(code);
  setFlagsFromString(`--wasm-tiering-budget=${BUDGET}`);
  try {
    return new WebAssembly.Module(code);
  } finally {
    setFlagsFromString(`--wasm-tiering-budget=${ownBudget}`);
  }
}
