import { Tabs } from "@base-ui/react/tabs";
import type { Sample } from "../samples/sample.ts";
import { CodeBlock } from "./code-block.tsx";

/** The typed request in several languages. */
export function SampleTabs({ samples }: { readonly samples: readonly Sample[] }) {
  const [first] = samples;
  if (first === undefined) return null;
  return (
    <>
      <h3>The same request elsewhere</h3>
      <Tabs.Root defaultValue={first.label}>
        <Tabs.List className="try-tabs" aria-label="The same request elsewhere">
          {samples.map(({ label }) => (
            <Tabs.Tab key={label} value={label}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {samples.map(({ label, code, note }) => (
          <Tabs.Panel key={label} value={label}>
            <CodeBlock label={label} code={code} />
            {note !== undefined && <p className="soft">{note}</p>}
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </>
  );
}
