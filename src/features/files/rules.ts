import { sql } from 'kysely';
import { allowed, type Rule } from '../../core/permissions.ts';
import { incidentEdit, incidentView, ofIncident } from '../participants/index.ts';

/** A file is for those who see what it belongs to. */
export const fileView: Rule = { role: 'Admin', where: (ctx, alias) => throughStorage(alias, allowed(ctx, ofIncident(incidentView), 'fs')) };

/** Who put a file there takes it away again; so do those who lead the incident. */
export const fileDelete: Rule = {
  role: 'Admin',
  where: (ctx, alias) => sql<boolean>`(${throughStorage(alias, allowed(ctx, ofIncident(incidentEdit), 'fs'))} or (
    ${throughStorage(alias, allowed(ctx, ofIncident(incidentView), 'fs'))} and exists (
      select 1 from individual_contacts fi where fi.id = ${sql.ref(`${alias}.individual_contact_id`)} and lower(fi.email) = lower(${ctx.actor.email}))))`,
};

const throughStorage = (alias: string, condition: ReturnType<typeof allowed>) => sql<boolean>`exists (
  select 1 from storages fs where fs.id = ${sql.ref(`${alias}.storage_id`)} and fs.case_id is null and ${condition})`;
