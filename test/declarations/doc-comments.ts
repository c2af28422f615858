import { existsSync, readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";
import { entryExports } from "./declarations.ts";

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** What has no doc comment: `FILE NAME` for an exported symbol, `FILE NAME.MEMBER` for a member of an interface or class. */
export function withoutDocComment(packageName: string): readonly string[] {
  const found = new Set<string>();
  for (const { file, name } of entryExports(packageName)) {
    const source = sourceOf(file);
    const label = source.slice(source.indexOf("/packages/") + "/packages/".length);
    for (const missing of missingIn(source, name)) found.add(`${label} ${missing}`);
  }
  return [...found].toSorted();
}

/** The page of the console is compiled beside the package, and has components. */
function sourceOf(file: string): string {
  const base = file
    .replace("/page/dist/", "/page/")
    .replace("/dist/", "/src/")
    .replace(/\.d\.ts$/, "");
  return existsSync(`${base}.ts`) ? `${base}.ts` : `${base}.tsx`;
}

function missingIn(source: string, name: string): readonly string[] {
  const text = readFileSync(source, "utf8");
  const { program, comments } = parseSync(source, text);
  const isDocumented = ({ start }: Node) =>
    comments.some(
      ({ type, value, end }) =>
        type === "Block" && value.startsWith("*") && end <= start && text.slice(end, start).trim() === "",
    );
  const missing: string[] = [];
  const overloads = new Set<string>();
  for (const statement of program.body as unknown as readonly Node[]) {
    if (statement.type !== "ExportNamedDeclaration") continue;
    const declaration = statement["declaration"] as Node | null;
    if (declaration === null || !namesOf(declaration).includes(name) || overloads.has(name)) continue;
    overloads.add(name);
    if (!isDocumented(statement)) missing.push(name);
    for (const member of membersOf(declaration)) if (!isDocumented(member)) missing.push(`${name}.${keyOf(member)}`);
  }
  return missing;
}

function namesOf(declaration: Node): readonly string[] {
  const named = (declaration["declarations"] as readonly Node[] | undefined) ?? [declaration];
  return named.flatMap((one) => {
    const id = one["id"] as { readonly name?: string } | null | undefined;
    return id?.name === undefined ? [] : [id.name];
  });
}

/** Members that users read: of an interface, of an object type, of each object type in a union, of a class. */
function membersOf(declaration: Node): readonly Node[] {
  if (declaration.type === "TSTypeAliasDeclaration") return membersOfType(declaration["typeAnnotation"] as Node);
  if (declaration.type !== "TSInterfaceDeclaration" && declaration.type !== "ClassDeclaration") return [];
  return (declaration["body"] as { body: Node[] }).body.filter((member) => {
    const key = member["key"] as { readonly type?: string } | undefined;
    const isHidden = key?.type === "PrivateIdentifier" || member["kind"] === "constructor" || member["override"];
    // `[Symbol.asyncDispose]` is what the language says it is.
    return !isHidden && member["computed"] !== true && !isDiscriminant(member);
  });
}

function keyOf(member: Node): string {
  const key = member["key"] as { readonly name?: string; readonly value?: string } | undefined;
  return key?.name ?? key?.value ?? member.type;
}

function membersOfType(type: Node): readonly Node[] {
  if (type.type === "TSTypeLiteral")
    return (type["members"] as readonly Node[]).filter((member) => !isDiscriminant(member));
  if (type.type === "TSParenthesizedType") return membersOfType(type["typeAnnotation"] as Node);
  if (type.type === "TSUnionType" || type.type === "TSIntersectionType")
    return (type["types"] as readonly Node[]).flatMap(membersOfType);
  return [];
}

/** `readonly type: "intent"`: its meaning is that of the type that has it. */
function isDiscriminant(member: Node): boolean {
  const annotation = (member["typeAnnotation"] as { readonly typeAnnotation?: Node } | null)?.typeAnnotation;
  return annotation?.type === "TSLiteralType";
}
