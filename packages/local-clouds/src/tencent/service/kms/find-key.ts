import type { Key } from "../../state/key.ts";
import type { RegionalContext } from "../context.ts";
import type { Parameters } from "../parameters.ts";
import { invalidKeyId, keyNotFound, notUserCreated } from "./errors.ts";

const keyIdForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The key that an operation reads. */
export function keyToRead(keyId: string, { here }: RegionalContext): Key {
  if (!keyIdForm.test(keyId)) throw invalidKeyId();
  const key = here.keys.findVisible(keyId);
  if (key === undefined) throw keyNotFound();
  return key;
}

/** The key that an operation changes, by its parameter KeyId. */
export function keyToChange(parameters: Parameters, { here }: RegionalContext): Key {
  const keyId = parameters.text("KeyId");
  if (!keyIdForm.test(keyId)) throw invalidKeyId();
  const key = here.keys.find(keyId);
  if (key === undefined) throw keyNotFound();
  return key;
}

/** The same, if the key was created by a user and not by a product of the cloud. */
export function ownKeyToChange(parameters: Parameters, context: RegionalContext): Key {
  const key = keyToChange(parameters, context);
  if (key.facts.owner !== "user") throw notUserCreated();
  return key;
}
