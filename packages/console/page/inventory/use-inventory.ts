import { useEffect, useSyncExternalStore } from "react";
import { InventoryStore, type Inventory } from "./inventory-store.ts";

const store = new InventoryStore();

/** The inventory, read when it is first shown. */
export function useInventory(described: boolean): Inventory {
  useEffect(() => store.ensure(described), [described]);
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Reads the inventory again. */
export function readInventoryAgain(described: boolean): void {
  void store.read(described);
}
