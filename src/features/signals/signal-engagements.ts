import { bool, id, Name, name, onCreate, one, required, text, theOne, writeOnly } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { EntityTypeRead } from '../entities/index.ts';
import { ProjectRead } from '../organizations/index.ts';

/** Whom of those that a signal speaks of to ask whether it was them, and how. */
export const signalEngagements = resource({
  table: 'signal_engagements',
  path: '/signals/engagements',
  tag: 'signals',
  noun: 'signal engagement',
  model: 'SignalEngagement',
  fields: {
    id: id(),
    name: required({ ...name(), input: Name }),
    description: text(),
    require_mfa: bool(),
    /** entities of this type are people, by their address */
    entity_type: one(EntityTypeRead, 'entity_type_id', { inProject: true }),
    message: text({ maxLength: 10_000 }),
    project: required(onCreate(writeOnly(theOne(ProjectRead, 'project_id')))),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  hooks: {
    beforeWrite: async (tx, row, _input, engagementId) => {
      if (engagementId === undefined) row.creator_id = tx.actor.userId || null;
    },
  },
});

export const SignalEngagementRead = signalEngagements.read;
