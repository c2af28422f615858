import { Component, Suspense, type ReactNode } from "react";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { Loading } from "../parts/loading.tsx";
import type { Section } from "../sections.ts";

/** A section, loaded when it is opened. An error in it leaves the navigation usable. */
export function SectionPage({ section: { title, Component: Content } }: { readonly section: Section }) {
  return (
    <ErrorBoundary key={title}>
      <Suspense fallback={<Loading what={title} />}>
        <Content />
      </Suspense>
    </ErrorBoundary>
  );
}

class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <ErrorNotice error={this.state.error} />;
  }
}
