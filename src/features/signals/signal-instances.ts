import Type from 'typebox';
import { bool, computed, linked, nullable, one, readOnly, text, theOne, time, uuid } from '../../core/field.ts';
import { allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { CaseReadMinimal } from '../cases/index.ts';
import { instanceView } from '../entities/index.ts';
import { ProjectRead } from '../organizations/index.ts';
import { instanceJoins } from './filter-expressions.ts';
import { FILTER_ACTIONS } from './signal-filters.ts';
import { EntityOfInstance, SignalOfInstance } from './signal-of-instance.ts';

const Raw = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });

/** Alerts: what came in for a definition. They are written by `receiveInstance` and `processWaiting` alone. */
export const signalInstances = resource({
  table: 'signal_instances',
  path: '/signals/instances',
  tag: 'signals',
  noun: 'signal instance',
  model: 'SignalInstance',
  fields: {
    id: readOnly(uuid()),
    project: one(ProjectRead, 'project_id'),
    case: one(CaseReadMinimal, 'case_id'),
    canary: bool(),
    entities: linked(EntityOfInstance, { links: 'signal_instance_entities', from: 'signal_instance_id', target: 'entity_id' }),
    raw: { read: Raw, sql: ({ alias }: { alias: string }) => `${alias}.raw` },
    external_id: text(),
    filter_action: computed(nullable(Type.Enum([...FILTER_ACTIONS])), (alias) => `${alias}.filter_action`),
    created_at: time(),
    signal: theOne(SignalOfInstance, 'signal_id'),
  },
  rules: { list: member },
  visible: (ctx, alias) => allowed(ctx, instanceView, alias),
  joins: instanceJoins,
  substring: [],
});

export const SignalInstanceRead = signalInstances.read;
