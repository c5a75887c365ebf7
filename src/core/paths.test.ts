import { describe, expect, test } from 'vitest';
import { joinPath } from './paths.ts';

const tablesOn = (from: string, to: string) => joinPath(from, to)?.map((hop) => hop.table);

describe('the way from a list to a model', () => {
  test.each([
    ['tasks', 'incidents', ['incidents']],
    ['tasks', 'incident_types', ['incidents', 'incident_types']],
    ['incidents', 'tags', ['tags']],
    ['incidents', 'tag_types', ['tags', 'tag_types']],
    ['incidents', 'tasks', ['tasks']],
    ['plugin_instances', 'plugins', ['plugins']],
    ['individual_contacts', 'projects', ['projects']],
    ['projects', 'cost_model_activities', undefined],
  ])('%s → %s', (from, to, tables) => {
    expect(tablesOn(from, to)).toEqual(tables);
  });

  test.each([
    ['tags', 'incidents'],
    ['tags', 'participants'],
    ['tags', 'cases'],
    ['incidents', 'cases'],
    ['incident_types', 'incidents'],
    ['individual_contacts', 'cases'],
    ['individual_contacts', 'participants'],
    ['tags', 'documents'],
    ['individual_contacts', 'service_feedback'],
    ['projects', 'service_feedback'],
  ])('%s tells nothing about %s, which may be hidden', (from, to) => {
    expect(joinPath(from, to)).toBeUndefined();
  });
});
