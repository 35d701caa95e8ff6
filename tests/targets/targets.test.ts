import { describe, expect, it } from 'vitest';
import { parseTarget, prefixOf, targetForms } from '../../src/targets/index.ts';

describe('targets', () => {
  it('are written as people write them', () => {
    expect(targetForms).toEqual(['local', 'lab://<instance>']);
    expect(parseTarget('local')).toEqual({ kind: 'local' });
    expect(parseTarget('lab://md-3f9a')).toEqual({ kind: 'lab', instance: 'md-3f9a' });
  });

  it('are refused otherwise, above all where they look like paths or options', () => {
    for (const text of ['', 'here', 'lab://', 'lab://../x', 'lab://-x', 'lab://A', 'ssh://node'])
      expect(parseTarget(text), text).toBeNull();
  });

  it('a lab is the local target behind what the lab says of itself', () => {
    expect(prefixOf({ kind: 'local' }, () => ['never'])).toEqual([]);
    expect(prefixOf({ kind: 'lab', instance: 'md-3f9a' }, (instance) => ['into', instance])).toEqual(['into', 'md-3f9a']);
  });
});
