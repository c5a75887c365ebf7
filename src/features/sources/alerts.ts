import { type Finder, id, one, requiredText } from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { findOne } from '../../core/write.ts';
import { resolveProject } from '../organizations/index.ts';
import { alertFields } from './alerts-of-source.ts';

const AlertSource = shape('AlertSource', 'sources', { id: id(), name: requiredText() });

/** An alert has no project of its own: a source's name is looked for in the project that is sent with it, else in the default one. */
const findSource: Finder = async (tx, loc, value) => {
  const given = value.project as Record<string, unknown> | null | undefined;
  const projectId = given
    ? await findOne(tx, [...loc, 'project'], { table: 'projects', by: ['id', 'name'] }, given)
    : (await resolveProject(tx, undefined)).id;
  return findOne(tx, loc, { table: 'sources', by: ['id', 'name'] }, value, projectId);
};

/** What watches a source and tells when something is wrong with its data. The contract lists them only with their source. */
export const alerts = resource({
  table: 'alerts',
  path: '/data/alerts',
  tag: 'alerts',
  noun: 'alert',
  model: 'Alert',
  fields: { ...alertFields, source: one(AlertSource, 'source_id', { find: findSource }) },
  rules: { get: member, create: admin, update: admin, delete: admin },
});
