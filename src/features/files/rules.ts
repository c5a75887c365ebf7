import { sql } from 'kysely';
import { allowed, type Rule } from '../../core/permissions.ts';
import { ofSubject } from '../participants/index.ts';

/** A file is for those who see what it belongs to. */
export const fileView: Rule = { role: 'Admin', where: (ctx, alias) => throughStorage(alias, allowed(ctx, ofSubject('view'), 'fs')) };

/** Who put a file there takes it away again; so do those who lead the incident or the case. */
export const fileDelete: Rule = {
  role: 'Admin',
  where: (ctx, alias) => sql<boolean>`(${throughStorage(alias, allowed(ctx, ofSubject('edit'), 'fs'))} or (
    ${throughStorage(alias, allowed(ctx, ofSubject('view'), 'fs'))} and exists (
      select 1 from individual_contacts fi where fi.id = ${sql.ref(`${alias}.individual_contact_id`)} and lower(fi.email) = lower(${ctx.actor.email}))))`,
};

const throughStorage = (alias: string, condition: ReturnType<typeof allowed>) => sql<boolean>`exists (
  select 1 from storages fs where fs.id = ${sql.ref(`${alias}.storage_id`)} and num_nonnulls(fs.incident_id, fs.case_id) > 0 and ${condition})`;
