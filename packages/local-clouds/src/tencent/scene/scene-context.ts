import type { CloudContext } from "../service/context.ts";
import type { RegionState } from "../state/region-state.ts";
import type { TagCatalog } from "../state/tag-catalog.ts";

/** What a scene sets and reads: one account in one region. */
export interface SceneContext extends CloudContext {
  /** As of now. */
  readonly here: () => RegionState;
  readonly catalog: TagCatalog;
}
