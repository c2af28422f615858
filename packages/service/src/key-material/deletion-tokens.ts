import { randomBytes } from "node:crypto";
import { CrosstagError, type KeyMaterialInspection } from "@crosstag/core";

/** What was shown of a key, and to whom. */
export interface ShownKey {
  readonly caller: string;
  readonly inspection: KeyMaterialInspection;
  /** The material to delete, if the caller named it. */
  readonly materialId: string | undefined;
}

/** More keys than a caller inspects in the life of a token. */
const MOST_OF_CALLER = 1_000;

type Issued = ShownKey & { readonly ends: number };

/** Tokens for one deletion each. They end with the process: a caller inspects the key again then. */
export class DeletionTokens {
  /** By caller, so that none displaces what was shown to another, and then by token, the oldest first. */
  readonly #shown = new Map<string, Map<string, Issued>>();
  readonly #lifeMs: number;
  readonly #now: () => Date;

  constructor({ lifeMs, now }: { readonly lifeMs: number; readonly now: () => Date }) {
    this.#lifeMs = lifeMs;
    this.#now = now;
  }

  /** A token of 256 random bits. */
  issue(shown: ShownKey): { readonly token: string; readonly expiresAt: Date } {
    const now = this.#now().getTime();
    this.#forgetEnded(now);
    const token = randomBytes(32).toString("base64url");
    const ends = now + this.#lifeMs;
    this.#keep(token, { ...shown, ends });
    return { token, expiresAt: new Date(ends) };
  }

  /**
   * Takes a token away, so that no other request uses it at the same time.
   * @returns what was shown, and how to give the token back if nothing was sent
   * @throws CrosstagError `confirmation-required` if it is unknown, used, another caller's, or has ended
   */
  take(token: string, caller: string): { readonly shown: ShownKey; readonly giveBack: () => void } {
    const ofCaller = this.#shown.get(caller);
    const shown = ofCaller?.get(token);
    if (shown === undefined || shown.ends <= this.#now().getTime())
      throw new CrosstagError({
        code: "confirmation-required",
        operation: "deleteKeyMaterial",
        message: "The token is unknown, used, another caller's, or has ended. Nothing was changed.",
        hint: "Inspect the key again: POST /v1/delete-key-material/look",
      });
    ofCaller?.delete(token);
    return { shown, giveBack: () => this.#keep(token, shown) };
  }

  #keep(token: string, issued: Issued): void {
    const ofCaller = this.#shown.get(issued.caller) ?? new Map<string, Issued>();
    this.#shown.set(issued.caller, ofCaller.set(token, issued));
    const [oldest] = ofCaller.keys();
    if (ofCaller.size > MOST_OF_CALLER && oldest !== undefined) ofCaller.delete(oldest);
  }

  #forgetEnded(now: number): void {
    for (const [caller, ofCaller] of this.#shown) {
      for (const [token, { ends }] of ofCaller) if (ends <= now) ofCaller.delete(token);
      if (ofCaller.size === 0) this.#shown.delete(caller);
    }
  }
}
