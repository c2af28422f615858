import { Tabs as BaseTabs } from "@base-ui/react/tabs";
import { Children, isValidElement, type ReactElement, type ReactNode } from "react";

/** One part of `Tabs`. */
interface TabItemProps {
  readonly value: string;
  /** Default: the value. */
  readonly label?: string | undefined;
  /** Whether it is shown first. */
  readonly default?: boolean | undefined;
  readonly children?: ReactNode;
}

/** One part of `Tabs`, which shows it. */
export function TabItem({ children }: TabItemProps) {
  return children;
}

/** Parts of a page of which one is shown: the children are `TabItem`s. */
export function Tabs({ children }: { readonly children?: ReactNode }) {
  const items = Children.toArray(children).filter(isTabItem);
  const first = items.find(({ props }) => props.default === true) ?? items[0];
  return (
    <BaseTabs.Root defaultValue={first?.props.value}>
      <BaseTabs.List className="try-tabs">
        {items.map(({ props: { value, label = value } }) => (
          <BaseTabs.Tab key={value} value={value}>
            {label}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {items.map((item) => (
        <BaseTabs.Panel key={item.props.value} value={item.props.value}>
          {item}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}

function isTabItem(child: ReactNode): child is ReactElement<TabItemProps> {
  return isValidElement<TabItemProps>(child) && typeof child.props.value === "string";
}
