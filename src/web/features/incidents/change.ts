import type { components } from '../../api/schema.d.ts';
import type { Incident } from '../../api/types.ts';

type Named = { name: string };

/** What may be changed about an incident; what is not named stays as it is, and a list that is named replaces the former one. */
export type IncidentChange = Partial<
  Pick<
    Incident,
    | 'title'
    | 'description'
    | 'resolution'
    | 'status'
    | 'visibility'
    | 'reported_at'
    | 'stable_at'
    | 'tags'
    | 'delay_tactical_report_reminder'
    | 'delay_executive_report_reminder'
  >
> & {
  incident_type?: Named;
  incident_priority?: Named;
  incident_severity?: Named;
  commander?: { individual: { email: string } };
  duplicates?: { id: number; name?: string | null }[];
  incident_costs?: components['schemas']['IncidentCostUpdate'][];
};
