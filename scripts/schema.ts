/** Writes the JSON Schemas of what people and tools write and read: editors complete keys with them. `--check` writes nothing. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { articleSchema, translationSchema } from '../src/domain/article.ts';
import { eventLineSchema } from '../src/domain/event.ts';
import { checkupLineSchema, checkupSchema } from '../src/domain/checkup.ts';
import { environmentReportSchema } from '../src/domain/environment-report.ts';
import { fenceSchemas } from '../src/domain/fence.ts';
import { planFileSchema } from '../src/domain/plan-file.ts';
import { proofSchema } from '../src/domain/proof.ts';
import { runbookSchema } from '../src/domain/runbook.ts';

type Described = { title: string; description: string; schema: z.ZodType };

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, root: { type: 'string' } } });
const root = values.root ?? join(import.meta.dirname, '..');
const FOLDER = 'public/schema/v1';

const fence = z.strictObject(fenceSchemas).describe('The options of a fence, by its phase: `#| key: value` lines at its top.');

const all: Record<string, Described> = {
  article: { title: 'Article', description: 'The frontmatter of content/articles/<slug>/en.mdx.', schema: articleSchema },
  translation: { title: 'Translation', description: 'The frontmatter of content/articles/<slug>/zh-cn.mdx.', schema: translationSchema },
  fence: { title: 'Fence options', description: 'What the #| lines of a runbook fence may say, by phase.', schema: fence },
  runbook: { title: 'Runbook', description: 'runbooks/<slug>/runbook.json, extracted from an article.', schema: runbookSchema },
  event: {
    title: 'Event',
    description: 'A line of `--output jsonl`: first the version, then what happens, as it happens.',
    schema: eventLineSchema,
  },
  plan: { title: 'Saved plan', description: 'What `runbook plan --out` writes and `runbook run --plan` follows.', schema: planFileSchema },
  checkup: { title: 'Check-up', description: 'What `runbook doctor --json` prints.', schema: checkupSchema },
  'checkup-line': { title: 'Check-up, line by line', description: 'A line of `runbook doctor --jsonl`.', schema: checkupLineSchema },
  environment: { title: 'Environment', description: 'What `runbook env --json` prints.', schema: environmentReportSchema },
  proof: { title: 'Proof', description: 'runbooks/<slug>/proofs/*.json, the record of a lab cycle.', schema: proofSchema },
};

const textOf = ({ title, description, schema }: Described): string => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  return `${JSON.stringify({ $schema, title, description, ...rest }, null, 2)}\n`;
};

for (const [name, described] of Object.entries(all)) {
  const path = `${FOLDER}/${name}.schema.json`;
  const file = join(root, path);
  const isFresh = existsSync(file) && readFileSync(file, 'utf8') === textOf(described);
  if (values.check && !isFresh) process.exitCode = 1;
  if (!values.check && !isFresh) {
    mkdirSync(join(root, FOLDER), { recursive: true });
    writeFileSync(file, textOf(described));
  }
  console.log(`${path}: ${isFresh ? 'fresh' : values.check ? 'stale — run node scripts/schema.ts' : 'written'}`);
}
