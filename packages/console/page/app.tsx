import { QueryClientProvider } from "@tanstack/react-query";
import { Route, Switch } from "wouter";
import { queryClient } from "./api/query-client.ts";
import { hasToken } from "./api/session-token.ts";
import { SECTIONS } from "./sections.ts";
import { Shell } from "./shell/shell.tsx";
import { SectionPage } from "./shell/section-page.tsx";
import { NoToken } from "./shell/no-token.tsx";
import { UnknownPage } from "./shell/unknown-page.tsx";

/** The whole page. */
export function App() {
  if (!hasToken())
    return (
      <main>
        <NoToken />
      </main>
    );
  return (
    <QueryClientProvider client={queryClient}>
      <Shell>
        <Switch>
          {SECTIONS.map((section) => (
            <Route key={section.path} path={section.path === "/" ? "/" : `${section.path}/*?`}>
              <SectionPage section={section} />
            </Route>
          ))}
          <Route>
            <UnknownPage />
          </Route>
        </Switch>
      </Shell>
    </QueryClientProvider>
  );
}
