import assert from 'node:assert/strict';
import { test } from 'vitest';
import { tableInfo } from '../core/models.ts';
import { audiences } from './audiences.ts';

/** Parts of an incident that browsers never hear of by themselves: they are topics of the incident. */
const TOPICS_OF_THEIR_INCIDENT = [
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
  'storages',
  'tickets',
];

test('whatever belongs to an incident is told only to those who may see the incident', async () => {
  const { TABLES } = await import('../core/tables.ts');
  const ofIncidents = Object.keys(TABLES).filter((table) => 'incident_id' in tableInfo(table).columns && 'id' in tableInfo(table).columns);
  const covered = Object.values(audiences).map(({ table }) => table);
  assert.deepEqual(
    ofIncidents.filter((table) => !covered.includes(table) && !TOPICS_OF_THEIR_INCIDENT.includes(table)),
    [],
  );
});

test('every audience asks a table of tenants', () => {
  for (const { table } of Object.values(audiences)) assert.ok('organization_id' in tableInfo(table).columns, table);
});
