/** Highlighting by classes instead of style attributes, so that the content policy needs no exception and pages stay small. */
import type { ShikiConfig } from 'astro';

type Transformer = NonNullable<ShikiConfig['transformers']>[number];

/** Those that code.css gives a look. */
const TOKEN = /--astro-code-token-(comment|keyword|punctuation|string-expression|function)\b/;

const asClasses: Transformer = {
  name: 'classes',
  pre(node) {
    node.properties = { class: 'code', tabindex: '0' };
  },
  line(node) {
    delete node.properties['class'];
    for (const span of node.children) {
      if (span.type !== 'element') continue;
      const token = TOKEN.exec(span.properties['style']?.toString() ?? '')?.[1];
      span.properties = token === undefined ? {} : { class: `t-${token}` };
    }
    // What has no class needs no element: half of a script is plain words.
    node.children = node.children.flatMap((span) => (span.type === 'element' && !span.properties['class'] ? span.children : [span]));
  },
};

export const shiki = { theme: 'css-variables' as const, transformers: [asClasses] };
