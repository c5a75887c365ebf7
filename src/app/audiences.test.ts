import assert from 'node:assert/strict';
import { test } from 'vitest';
import { tableInfo } from '../core/models.ts';
import { audiences } from './audiences.ts';

/** Parts of an incident or case that browsers never hear of by themselves: they are topics of what they belong to. */
const TOPICS_OF_THEIR_SUBJECT = [
  'case_notes',
  'case_status_changes',
  'case_type_changes',
  'conferences',
  'conversations',
  'events',
  'groups',
  'incident_status_changes',
  'incident_type_changes',
  'jobs',
  'participant_activities',
  'participants',
  'reports',
  'signal_engagement_requests',
  'signal_instances',
  'storages',
  'tickets',
];

test.each(['incident_id', 'case_id'])('what belongs to a subject by %s is told only to those who may see the subject', async (column) => {
  const { TABLES } = await import('../core/tables.ts');
  const ofSubjects = Object.keys(TABLES).filter((table) => column in tableInfo(table).columns && 'id' in tableInfo(table).columns);
  const covered = Object.values(audiences).map(({ table }) => table);
  assert.deepEqual(
    ofSubjects.filter((table) => !covered.includes(table) && !TOPICS_OF_THEIR_SUBJECT.includes(table)),
    [],
  );
});

test('every audience asks a table of tenants', () => {
  for (const { table } of Object.values(audiences)) assert.ok('organization_id' in tableInfo(table).columns, table);
});
