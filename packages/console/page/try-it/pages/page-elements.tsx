import type { ComponentProps, ReactNode } from "react";
import { PAGES } from "virtual:documentation-pages";
import { Link } from "wouter";
import { ScrollingTable } from "../../parts/scrolling-table.tsx";

/** Where pages that are not part of the console are. */
const REPOSITORY = "https://github.com/crosstag/crosstag/blob/main/docs/operations/";

/** The group of the pages about Crosstag's own operations. */
export const OWN_GROUP = "operations";

/** How the elements of a page of documentation are shown. */
export function pageElements(group: string) {
  const folder = group === OWN_GROUP ? REPOSITORY : `${REPOSITORY}${group}/`;
  return {
    h1: ({ children }: ComponentProps<"h1">) => (
      <>
        <h1>{children}</h1>
        <p>
          <a href="#try-form">Go to the form</a>
        </p>
      </>
    ),
    a: ({ href = "", children }: ComponentProps<"a">) => (
      <PageLink address={addressOf(href, folder)}>{children}</PageLink>
    ),
    // What scrolls needs the focus.
    pre: ({ children }: ComponentProps<"pre">) => (
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      <pre tabIndex={0} role="region" aria-label="Code">
        {children}
      </pre>
    ),
    table: ({ children }: ComponentProps<"table">) => <ScrollingTable label="Table">{children}</ScrollingTable>,
  };
}

function PageLink({ address, children }: { readonly address: string; readonly children: ReactNode }) {
  return address.startsWith("/") ? <Link href={address}>{children}</Link> : <a href={address}>{children}</a>;
}

/** Pages that the console has are opened in it. */
function addressOf(href: string, folder: string): string {
  if (href.startsWith("#") || href.startsWith("/")) return href;
  const address = new URL(href, folder).href;
  const [path = "", fragment] = address.replace(REPOSITORY, "").split("#", 2);
  const [name = "", group = OWN_GROUP] = path
    .replace(/\.mdx?$/, "")
    .split("/")
    .toReversed();
  const isHere = address.startsWith(REPOSITORY) && fragment === undefined && isPage(group, name);
  return isHere ? `/try-it/${group}/${name}` : address;
}

function isPage(group: string, name: string): boolean {
  return PAGES.some((page) => page.group === group && page.name === name);
}
