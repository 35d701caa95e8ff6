/**
 * A runbook fence shows what `runbook.json` says about the step, as `<Step id="…" />` does in a translation:
 * the page and the runner then cannot tell two stories.
 */
import type { MdastPlugin } from './base-links.ts';

const STEP_COMPONENT = '/src/site/components/step/Step.astro';
const ID_LINE = /^#\|\s*id:\s*["']?([\w-]+)/m;

export const runbookFences: MdastPlugin = {
  name: 'runbook-fences',
  before(root, context) {
    if (context.sourceFormat !== 'mdx') return;
    context.prependChild(root, { type: 'mdxjsEsm', value: `import Step from '${STEP_COMPONENT}';` });
  },
  code(node, context) {
    if (!/(?:^|\s)runbook=/.test(node.meta ?? '')) return;
    const id = ID_LINE.exec(node.value)?.[1];
    if (id === undefined) throw new Error('A runbook fence has no `#| id:` line: run `runbook lint`.');
    const attributes = [{ type: 'mdxJsxAttribute' as const, name: 'id', value: id }];
    context.replaceNode(node, { type: 'mdxJsxFlowElement', name: 'Step', attributes, children: [] });
  },
};
