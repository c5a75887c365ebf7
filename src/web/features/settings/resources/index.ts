import type { SettingsResource } from '../declaration.ts';
import { costModels, costTypes } from './cost.tsx';
import { incidentPriorities, incidentSeverities } from './incident-ranks.tsx';
import { incidentTypes } from './incident-types.tsx';
import { definitions, documents, tags, tagTypes, terms } from './knowledge.tsx';
import { notifications, searchFilters } from './messages.tsx';
import { individuals, services, teams } from './people.tsx';
import { projects } from './projects.tsx';

/** Settings that are a list and a form. */
export const RESOURCES: SettingsResource[] = [
  incidentTypes,
  incidentPriorities,
  incidentSeverities,
  individuals,
  teams,
  services,
  tagTypes,
  tags,
  documents,
  terms,
  definitions,
  notifications,
  searchFilters,
  costTypes,
  costModels,
  projects,
];
