import { useEffect } from "react";
import { useObserved } from "../parts/observed-value.ts";
import { InventoryStore, type Inventory } from "./inventory-store.ts";

const store = new InventoryStore();

/** The inventory, read when it is first shown. */
export function useInventory(described: boolean): Inventory {
  useEffect(() => store.ensure(described), [described]);
  return useObserved(store);
}

/** Reads the inventory again. */
export function readInventoryAgain(described: boolean): void {
  void store.read(described);
}
