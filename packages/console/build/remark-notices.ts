import type { Root, RootContent } from "mdast";
import type { VFile } from "vfile";

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
  return (tree: Root, file: VFile): void => {
    tree.children = withNotices(tree.children, String(file));
  };
}

function withNotices<Node extends RootContent>(nodes: readonly Node[], source: string): Node[] {
  for (const node of nodes) changeNode(node, source);
  return [...nodes];
}

function changeNode(node: RootContent, source: string): void {
  if (node.type === "textDirective" || node.type === "leafDirective") {
    restoreText(node, source);
    return;
  }
  if ("children" in node) for (const child of node.children) changeNode(child, source);
  if (node.type !== "containerDirective") return;
  const className = CLASSES[node.name] ?? "notice";
  node.data = { ...node.data, hName: "div", hProperties: { className: className.split(" "), role: "note" } };
  const hasLabel = node.children[0]?.data !== undefined && "directiveLabel" in node.children[0].data;
  if (hasLabel) return;
  const title = node.name.slice(0, 1).toUpperCase() + node.name.slice(1);
  node.children.unshift({
    type: "paragraph",
    children: [{ type: "strong", children: [{ type: "text", value: title }] }],
  });
}

/** The node becomes the text that it was made of. */
function restoreText(node: RootContent, source: string): void {
  const { start, end } = node.position ?? {};
  const value = source.slice(start?.offset, end?.offset);
  Object.assign(node, { type: "text", value, children: undefined });
}
