import ts from 'typescript';

export type Import = { from: string; typeOnly: boolean };

const textOf = (node: ts.Node | undefined): string[] => (node && ts.isStringLiteralLike(node) ? [node.text] : []);

const importsOfNode = (node: ts.Node): Import[] => {
  const found = (where: ts.Node | undefined, typeOnly: boolean): Import[] => textOf(where).map((from) => ({ from, typeOnly }));
  if (ts.isImportDeclaration(node)) return found(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
  if (ts.isExportDeclaration(node)) return found(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return found(node.argument.literal, true);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return found(node.arguments[0], false);
  return [];
};

const importsBelow = (node: ts.Node): Import[] => [...importsOfNode(node), ...node.getChildren().flatMap(importsBelow)];

/** The code in an .astro file: the frontmatter and the scripts. */
const scriptsOf = (astro: string): string[] => [
  ...[...astro.matchAll(/^---\n([^]*?)^---$/gm)].slice(0, 1).map(([, code = '']) => code),
  ...[...astro.matchAll(/<script\b[^>]*>([^]*?)<\/script>/g)].map(([, code = '']) => code),
];

export const importsOf = (file: string, source: string): Import[] => {
  const codes = file.endsWith('.astro') ? scriptsOf(source) : [source];
  return codes.flatMap((code) => importsBelow(ts.createSourceFile(`${file}.ts`, code, ts.ScriptTarget.Latest, true)));
};
