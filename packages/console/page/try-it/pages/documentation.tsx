import { Suspense, useMemo } from "react";
import type { PAGES } from "virtual:documentation-pages";
import { Loading } from "../../parts/loading.tsx";
import { pageElements } from "./page-elements.tsx";

/** A page about an operation. */
export type DocumentationPage = (typeof PAGES)[number];

interface DocumentationProps {
  readonly page: DocumentationPage;
  /** Whether its first heading is shown. Default: true. */
  readonly heading?: boolean | undefined;
}

/** The text of a page. */
export function Documentation({ page: { group, title, Content }, heading = true }: DocumentationProps) {
  const elements = useMemo(() => ({ ...pageElements(group), ...(!heading && { h1: NoHeading }) }), [group, heading]);
  return (
    <Suspense fallback={<Loading what={title} />}>
      <Content components={elements} />
    </Suspense>
  );
}

/** The page around has its title. */
function NoHeading() {
  return null;
}
