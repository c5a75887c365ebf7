import { sql } from 'kysely';
import Type from 'typebox';
import { computed, id, nullable, readOnly, text, time } from '../../core/field.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';

const Creator = nullable(Type.Object({ name: nullable(Type.String()), email: nullable(Type.String()) }));

/** What is stored, without its bytes; listed by incident or case only. */
export const files = resource({
  table: 'files',
  path: '/files',
  tag: 'files',
  noun: 'file',
  model: 'File',
  fields: {
    id: id(),
    name: { ...readOnly(text()), read: Type.String() },
    content_type: readOnly(text()),
    size: computed(Type.Integer(), (alias) => `${alias}.size`),
    sha256: readOnly(text()),
    creator: computed(
      Creator,
      (alias) =>
        `(select json_build_object('name', i.name, 'email', i.email) from individual_contacts i where i.id = ${alias}.individual_contact_id)`,
    ),
    created_at: readOnly(time()),
  },
  rules: { list: member },
  substring: ['name'],
});

/** The files of one incident or case. */
export const filesOf = ({ kind, id }: SubjectRef) =>
  sql<boolean>`t0.storage_id = (select id from storages where ${sql.ref(`${kind}_id`)} = ${id})`;
