import { useObserved } from "../parts/observed-value.ts";
import { EditStore } from "./edit-store.ts";
import type { ResourceEdit } from "./resource-edit.ts";

/** The changes that are not a plan yet. */
export const editStore = new EditStore(sessionStorage);

/** The changes that are not a plan yet, by reference. */
export function useEdits(): ReadonlyMap<string, ResourceEdit> {
  return useObserved(editStore);
}
