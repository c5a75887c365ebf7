import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { matchingFilters } from '../search-filters/index.ts';
import { onCallNow } from './on-call.ts';

type Candidate = {
  kind: 'individual' | 'team' | 'service';
  id: number;
  email: string | null;
  external_id: string | null;
  filters: number[];
};

/** Who a subject calls for: active individuals, teams and whoever is on call for active services, where one of their filters matches. */
export async function matchingContacts(ctx: Context, projectId: number, subject: SubjectRef) {
  const candidates = await listCandidates(ctx, projectId);
  const matched = new Set(await matchingFilters(ctx, subject, [...new Set(candidates.flatMap((one) => one.filters))]));
  const individuals: { email: string; serviceExternalId?: string }[] = [];
  const teams: string[] = [];
  for (const { kind, id, email, external_id, filters } of candidates) {
    if (!filters.some((filter) => matched.has(filter))) continue;
    if (kind === 'team' && email) teams.push(email);
    else if (kind === 'individual' && email) individuals.push({ email });
    else if (kind === 'service' && external_id) {
      const person = await onCallNow(ctx, id);
      if (person) individuals.push({ email: person.email, serviceExternalId: external_id });
    }
  }
  return { individuals, teams };
}

async function listCandidates(ctx: Context, projectId: number): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select 'individual' as kind, c.id, c.email, null as external_id, array_agg(f.search_filter_id) as filters
      from individual_contacts c join individual_contact_filters f on f.individual_contact_id = c.id
      where c.project_id = ${projectId} and c.organization_id = ${ctx.tenant.id} and c.is_active group by c.id
    union all select 'team', c.id, c.email, null, array_agg(f.search_filter_id)
      from team_contacts c join team_contact_filters f on f.team_contact_id = c.id
      where c.project_id = ${projectId} and c.organization_id = ${ctx.tenant.id} and c.is_active group by c.id
    union all select 'service', c.id, null, c.external_id, array_agg(f.search_filter_id)
      from services c join service_filters f on f.service_id = c.id
      where c.project_id = ${projectId} and c.organization_id = ${ctx.tenant.id} and c.is_active group by c.id
    order by kind, id`.execute(ctx.db);
  return rows;
}
