import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useConsoleSession } from "../api/console-session.ts";
import { RequestError } from "../api/request-error.ts";
import { SECTIONS, type Section } from "../sections.ts";
import { Announcements } from "../parts/announcements.tsx";
import { Banner } from "./banner.tsx";
import { NoToken } from "./no-token.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { usePageFocus } from "./use-page-focus.ts";

/** What is around every page: navigation, the clouds that it works on, and where the keyboard is after a step to another page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [location] = useLocation();
  const { error } = useConsoleSession();
  const section = sectionOf(location);
  const main = usePageFocus(section?.title);
  const current = section?.path;
  return (
    <>
      <a className="skip" href="#content" onClick={() => main.current?.focus()}>
        Skip to the content
      </a>
      <header>
        <div className="top">
          <Link className="brand" href="/">
            <img src="/icon.svg" alt="" />
            Crosstag
          </Link>
          <nav aria-label="Sections">
            <ul className="sections">
              {SECTIONS.map(({ path, title }) => (
                <li key={path}>
                  <Link href={path} aria-current={current === path ? "page" : undefined}>
                    {title}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <ThemeSwitch />
        </div>
        <Banner />
      </header>
      <main id="content" tabIndex={-1} ref={main}>
        {isWrongToken(error) ? <NoToken isWrong /> : children}
      </main>
      <Announcements />
    </>
  );
}

function isWrongToken(error: unknown): boolean {
  return error instanceof RequestError && error.problem?.code === "unauthenticated";
}

function sectionOf(location: string): Section | undefined {
  return SECTIONS.find(({ path }) => (path === "/" ? location === "/" : `${location}/`.startsWith(`${path}/`)));
}
