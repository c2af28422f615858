import { chromium, type Browser } from "playwright-core";
import { findBrowser } from "./find-browser.ts";

let launched: Promise<Browser> | undefined;

/**
 * A browser that asks for nothing by itself. Test files that share a process share it, and it ends with their process: its start
 * takes more of a processor than most tests. What a test does in a window of its own no other window sees.
 */
export function sharedBrowser(): Promise<Browser> {
  return (launched ??= launch());
}

async function launch(): Promise<Browser> {
  const { path, reason } = findBrowser();
  if (path === undefined) throw new Error(reason);
  return chromium.launch({
    executablePath: path,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
