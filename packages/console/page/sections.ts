import { lazy, type ComponentType } from "react";

/** One part of the console, with an entry in the navigation. */
export interface Section {
  /** Where it is: `/plans`. Pages below it, `/plans/…`, are its own. */
  readonly path: string;
  /** Its name in the navigation and in the title of the window. */
  readonly title: string;
  /** Loaded when the section is opened. */
  readonly Component: ComponentType;
}

/** Every section, in the order of the navigation. */
export const SECTIONS: readonly Section[] = [
  {
    path: "/",
    title: "Inventory",
    Component: lazy(async () => ({ default: (await import("./inventory/inventory-page.tsx")).InventoryPage })),
  },
];
