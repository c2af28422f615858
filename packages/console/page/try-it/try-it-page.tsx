import { OPERATIONS } from "@crosstag/operations";
import { Link, Route, Switch, useRoute } from "wouter";
import { GROUPS, PAGES } from "virtual:documentation-pages";
import { authorization } from "../api/session-token.ts";
import { Empty } from "../parts/empty.tsx";
import { OperationPage } from "./operations/operation-page.tsx";
import { Documentation } from "./pages/documentation.tsx";
import { OWN_GROUP } from "./pages/page-elements.tsx";
import { TryItServerContext, type TryItServer } from "./server/try-it-server.ts";
import "./try-it.css";

const SERVER: TryItServer = { address: "/console/try", headers: authorization };

/** The section: every operation that can be tried. */
export function TryItPage() {
  return (
    <TryItServerContext value={SERVER}>
      <div className="try-layout">
        <Operations />
        <div className="try-content">
          <Switch>
            <Route path="/try-it">
              <Overview />
            </Route>
            <Route path="/try-it/:group/:name">{({ group, name }) => <TryOperation group={group} name={name} />}</Route>
            <Route>
              <NoSuchOperation />
            </Route>
          </Switch>
        </div>
      </div>
    </TryItServerContext>
  );
}

/** Crosstag's own operations have their forms from their schemas, and their texts from pages of the same name. */
function TryOperation({ group, name }: { readonly group: string; readonly name: string }) {
  const page = PAGES.find((each) => each.group === group && each.name === name);
  const operation = group === OWN_GROUP ? OPERATIONS.find((each) => each.name === name) : undefined;
  if (operation !== undefined) return <OperationPage key={name} operation={operation} page={page} />;
  return page === undefined || group === OWN_GROUP ? <NoSuchOperation /> : <Documentation key={name} page={page} />;
}

function Overview() {
  return (
    <>
      <h1>Try it</h1>
      <p>
        Each operation has a form, the request that it makes, the same request for a terminal and for a program, and the
        response. Its page says which clouds its requests go to.
      </p>
      {GROUPS.map((group) => (
        <section key={group.name} aria-label={group.title}>
          <h2>{group.title}</h2>
          <OperationList group={group.name} />
        </section>
      ))}
    </>
  );
}

function NoSuchOperation() {
  return (
    <Empty title="There is no operation at this address">
      <p>
        <Link href="/try-it">Show all operations</Link>
      </p>
    </Empty>
  );
}

function Operations() {
  const [isOverview] = useRoute("/try-it");
  if (isOverview) return null;
  return (
    <nav aria-label="Operations" className="try-operations">
      <Link href="/try-it">All operations</Link>
      {GROUPS.map(({ name, title }) => (
        <OperationGroup key={name} name={name} title={title} />
      ))}
    </nav>
  );
}

function OperationGroup({ name, title }: { readonly name: string; readonly title: string }) {
  const [isHere] = useRoute(`/try-it/${name}/*`);
  return (
    <details open={isHere}>
      <summary>{title}</summary>
      <OperationList group={name} />
    </details>
  );
}

function OperationList({ group }: { readonly group: string }) {
  const operations: readonly { readonly name: string; readonly title: string }[] =
    group === OWN_GROUP ? OPERATIONS : PAGES.filter((page) => page.group === group);
  return (
    <ul className="try-list">
      {operations.map(({ name, title }) => (
        <li key={name}>
          <OperationLink address={`/try-it/${group}/${name}`} title={title} />
        </li>
      ))}
    </ul>
  );
}

function OperationLink({ address, title }: { readonly address: string; readonly title: string }) {
  const [isHere] = useRoute(address);
  return (
    <Link href={address} aria-current={isHere ? "page" : undefined}>
      {title}
    </Link>
  );
}
