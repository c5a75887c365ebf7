import type { Individual, Tag } from '../../api/types.ts';
import { many, type SearchParams } from '../../ui/data-table/index.ts';

/** The report form as it is filled in; names, as the address carries them. */
export type ReportDraft = {
  title: string;
  description: string;
  project: string | null;
  incident_type: string | null;
  incident_priority: string | null;
  incident_severity: string | null;
  visibility: 'Open' | 'Restricted' | null;
  tags: Tag[];
  commander: Pick<Individual, 'email' | 'name'> | null;
};

const one = (value: string | string[] | undefined) => many(value)[0] ?? null;

/** A form filled in by an address: `?title=…&incident_priority=High`. */
export function draftOf(search: SearchParams, project: string | null): ReportDraft {
  const email = one(search.commander_email);
  const visibility = one(search.visibility);
  return {
    title: one(search.title) ?? '',
    description: one(search.description) ?? '',
    project: one(search.project) ?? project,
    incident_type: one(search.incident_type),
    incident_priority: one(search.incident_priority),
    incident_severity: one(search.incident_severity),
    visibility: visibility === 'Open' || visibility === 'Restricted' ? visibility : null,
    tags: [],
    commander: email ? { email, name: null } : null,
  };
}

/** The address that fills the form in this way; tags are chosen anew. */
export function searchOf({
  title,
  description,
  project,
  incident_type,
  incident_priority,
  incident_severity,
  visibility,
  commander,
}: ReportDraft): SearchParams {
  const all = {
    title,
    description,
    project,
    incident_type,
    incident_priority,
    incident_severity,
    visibility,
    commander_email: commander?.email,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value)) as SearchParams;
}

/** What is sent: only what was chosen, so that the project's defaults decide the rest. */
export function reportBody(draft: ReportDraft) {
  const named = (name: string | null) => (name ? { name } : undefined);
  const { title, description, project, visibility, tags, commander } = draft;
  const chosen = {
    project: named(project),
    incident_type: named(draft.incident_type),
    incident_priority: named(draft.incident_priority),
    incident_severity: named(draft.incident_severity),
    visibility: visibility ?? undefined,
    tags: tags.length ? tags : undefined,
    commander_email: commander?.email,
  };
  return {
    title: title.trim(),
    description: description.trim(),
    ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)),
  };
}
