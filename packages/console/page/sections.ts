import { lazy, type ComponentType } from "react";
import { InventoryPage } from "./inventory/inventory-page.tsx";

/** One part of the console, with an entry in the navigation. */
export interface Section {
  /** Where it is: `/plans`. Pages below it, `/plans/…`, are its own. */
  readonly path: string;
  /** Its name in the navigation and in the title of the window. */
  readonly title: string;
  /** Most are loaded when the section is opened. */
  readonly Component: ComponentType;
}

/** Every section, in the order of the navigation. */
export const SECTIONS: readonly Section[] = [
  {
    path: "/",
    title: "Inventory",
    // Where most people start: with the rest of the page, not after it.
    Component: InventoryPage,
  },
  {
    path: "/plans",
    title: "Plans",
    Component: lazy(async () => ({ default: (await import("./plans/plans-section.tsx")).PlansSection })),
  },
  {
    path: "/runs",
    title: "Runs",
    Component: lazy(async () => ({ default: (await import("./runs/runs-section.tsx")).RunsSection })),
  },
  {
    path: "/compliance",
    title: "Compliance",
    Component: lazy(async () => ({ default: (await import("./compliance/compliance-page.tsx")).CompliancePage })),
  },
  {
    path: "/key-material",
    title: "Key material",
    Component: lazy(async () => ({
      default: (await import("./key-material/key-material-section.tsx")).KeyMaterialSection,
    })),
  },
  {
    path: "/try-it",
    title: "Try it",
    Component: lazy(async () => ({ default: (await import("./try-it/try-it-page.tsx")).TryItPage })),
  },
];
