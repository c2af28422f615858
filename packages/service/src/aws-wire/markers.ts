import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { WireError } from "./wire-error.ts";

/**
 * Makes and reads markers of lists. A marker is valid for the list and the caller that it was made for, as long as the process
 * runs: no client can make one, and one of another list is refused.
 */
export class Markers {
  readonly #secret = randomBytes(32);

  /** @param list what is listed, and for whom */
  make(list: string, position: string): string {
    return `${Buffer.from(position).toString("base64url")}.${this.#seal(list, position).toString("base64url")}`;
  }

  /** @throws WireError `InvalidMarkerException` for a marker that was not made here for this list */
  read(list: string, marker: string): string {
    const [given = "", seal = ""] = marker.split(".");
    const position = Buffer.from(given, "base64url").toString();
    const [own, sealed] = [this.#seal(list, position), Buffer.from(seal, "base64url")];
    if (own.length === sealed.length && timingSafeEqual(own, sealed)) return position;
    throw invalidMarker();
  }

  #seal(list: string, position: string): Buffer {
    return createHmac("sha256", this.#secret)
      .update(JSON.stringify([list, position]))
      .digest();
  }
}

/** The refusal of a marker that no longer leads anywhere. */
export function invalidMarker(): WireError {
  return new WireError(
    "InvalidMarkerException",
    "The marker is not of this list, or has expired. Start the list again.",
  );
}
