import { randomBytes } from "node:crypto";
import { CrosstagError, type KeyMaterialInspection } from "@crosstag/core";

/** What was shown of a key, and to whom. */
export interface ShownKey {
  readonly caller: string;
  readonly inspection: KeyMaterialInspection;
  /** The material to delete, if the caller named it. */
  readonly materialId: string | undefined;
}

/** More keys than people inspect in the life of a token. */
const MOST_TOKENS = 1_000;

/** Tokens for one deletion each. They end with the process: a caller inspects the key again then. */
export class DeletionTokens {
  readonly #shown = new Map<string, ShownKey & { readonly ends: number }>();
  readonly #lifeMs: number;
  readonly #now: () => Date;

  constructor({ lifeMs, now }: { readonly lifeMs: number; readonly now: () => Date }) {
    this.#lifeMs = lifeMs;
    this.#now = now;
  }

  /** A token of 256 random bits. */
  issue(shown: ShownKey): { readonly token: string; readonly expiresAt: Date } {
    const now = this.#now().getTime();
    for (const [token, { ends }] of this.#shown) if (ends <= now) this.#shown.delete(token);
    const [oldest] = this.#shown.keys();
    if (this.#shown.size >= MOST_TOKENS && oldest !== undefined) this.#shown.delete(oldest);
    const token = randomBytes(32).toString("base64url");
    const ends = now + this.#lifeMs;
    this.#shown.set(token, { ...shown, ends });
    return { token, expiresAt: new Date(ends) };
  }

  /**
   * Takes a token away, so that no other request uses it at the same time.
   * @returns what was shown, and how to give the token back if nothing was sent
   * @throws CrosstagError `confirmation-required` if it is unknown, used, another caller's, or has ended
   */
  take(token: string, caller: string): { readonly shown: ShownKey; readonly giveBack: () => void } {
    const shown = this.#shown.get(token);
    if (shown === undefined || shown.caller !== caller || shown.ends <= this.#now().getTime())
      throw new CrosstagError({
        code: "confirmation-required",
        operation: "deleteKeyMaterial",
        message: "The token is unknown, used, another caller's, or has ended. Nothing was changed.",
        hint: "Inspect the key again: POST /v1/delete-key-material/look",
      });
    this.#shown.delete(token);
    return { shown, giveBack: () => this.#shown.set(token, shown) };
  }
}
