import { Link } from "wouter";

/** The way back to a list, above the heading of a page about one of its items. */
export function BackLink({ href, title }: { readonly href: string; readonly title: string }) {
  return (
    <p className="back">
      <Link href={href}>{title}</Link>
    </p>
  );
}
