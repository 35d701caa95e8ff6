import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/testing/sequencer.ts';

const SECOND = 1000;
const rooms = '{domain,match,redact,catalog,engine,targets,journal,reporters,scripts}';

/**
 * Projects with the same groupOrder run side by side, the groups one after another. More files at once than there are cores: most of them wait,
 * for a lab to become what it will stay, for a process, for a browser. Clusters compute.
 */
export default defineConfig({
  test: {
    update: 'none',
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [`tests/${rooms}/**/*.test.ts`, 'tests/architecture.test.ts'],
          setupFiles: 'tests/helpers/same-cases-in-ci.ts',
          testTimeout: 60 * SECOND,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['tests/fuzz/**/*.test.ts'],
          setupFiles: 'tests/helpers/same-cases-in-ci.ts',
          testTimeout: 120 * SECOND,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'cli',
          include: ['tests/cli/**/*.test.ts'],
          globalSetup: 'tests/helpers/build-cli.ts',
          testTimeout: 60 * SECOND,
          hookTimeout: 60 * SECOND,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'site',
          include: ['tests/site/**/*.test.ts'],
          globalSetup: 'tests/site/build-site.ts',
          testTimeout: 180 * SECOND,
          hookTimeout: 120 * SECOND,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['tests/cluster/**/*.test.ts'],
          globalSetup: 'tests/helpers/build-cli.ts',
          maxWorkers: 2,
          testTimeout: 600 * SECOND,
          hookTimeout: 300 * SECOND,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'stress',
          include: ['tests/stress/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 900 * SECOND,
          hookTimeout: 300 * SECOND,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'labs',
          include: ['tests/labs/**/*.test.ts'],
          globalSetup: 'tests/helpers/build-cli.ts',
          testTimeout: 300 * SECOND,
          hookTimeout: 120 * SECOND,
          sequence: { groupOrder: 0 },
        },
      },
    ],
  },
});
