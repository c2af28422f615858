declare module "virtual:documentation-pages" {
  import type { ComponentType } from "react";

  export const GROUPS: readonly { readonly name: string; readonly title: string }[];
  export const PAGES: readonly {
    readonly group: string;
    readonly name: string;
    readonly title: string;
    /** Loaded when it is shown. */
    readonly Content: ComponentType<{ readonly components: Readonly<Record<string, ComponentType<never>>> }>;
  }[];
}
