import { useEffect, useRef, type RefObject } from "react";
import { useLocation } from "wouter";

/** Titles the window, and moves the focus to the content when another page is opened, as a browser does with a new page. */
export function usePageFocus(title: string | undefined): RefObject<HTMLElement | null> {
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(location);
  useEffect(() => {
    document.title = title === undefined ? "Crosstag" : `${title} – Crosstag`;
  }, [title]);
  useEffect(() => {
    if (shown.current === location) return;
    shown.current = location;
    main.current?.focus();
    window.scrollTo(0, 0);
  }, [location]);
  return main;
}
