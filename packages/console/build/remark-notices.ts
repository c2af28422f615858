/** What is used of a node of a Markdown document. */
interface MarkdownNode {
  readonly type: string;
  readonly name?: string;
  readonly value?: string;
  readonly position?: { readonly start: { readonly offset?: number }; readonly end: { readonly offset?: number } };
  data?: Readonly<Record<string, unknown>>;
  children?: MarkdownNode[];
}

const CLASSES: Readonly<Record<string, string>> = {
  note: "notice",
  info: "notice",
  tip: "notice success",
  warning: "notice warning",
  caution: "notice warning",
  danger: "notice error",
};

/** Turns `:::note` … `:::` into a notice. A colon that begins no notice stays what was written: `acs:kms:…`. */
export function remarkNotices() {
  return (tree: MarkdownNode, file: { readonly toString: () => string }): void => {
    changeNode(tree, String(file));
  };
}

function changeNode(node: MarkdownNode, source: string): void {
  if (node.type === "textDirective" || node.type === "leafDirective") {
    restoreText(node, source);
    return;
  }
  for (const child of node.children ?? []) changeNode(child, source);
  if (node.type === "containerDirective") makeNotice(node);
}

function makeNotice(node: MarkdownNode): void {
  const { name = "note", children = [] } = node;
  const className = (CLASSES[name] ?? "notice").split(" ");
  node.data = { ...node.data, hName: "div", hProperties: { className, role: "note" } };
  if (children[0]?.data?.["directiveLabel"] === true) return;
  const title = name.slice(0, 1).toUpperCase() + name.slice(1);
  const heading = { type: "strong", children: [{ type: "text", value: title }] };
  node.children = [{ type: "paragraph", children: [heading] }, ...children];
}

/** The node becomes the text that it was made of. */
function restoreText(node: MarkdownNode, source: string): void {
  const { start, end } = node.position ?? {};
  const value = source.slice(start?.offset, end?.offset);
  Object.assign(node, { type: "text", value, children: undefined });
}
