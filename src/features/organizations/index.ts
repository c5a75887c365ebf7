export { byName, byNameOrDefault, type Dictionary, type ProjectRow, type Reference, resolveProject } from './by-name-or-default.ts';
export { createOrganization, ensureDefaultOrganization } from './create-organization.ts';
export { CASE_COST_TYPES } from './dictionaries.ts';
export { readOrganizations } from './read-organizations.ts';
export { organizations, projects } from './resources.ts';
export {
  CaseProject,
  IncidentProject,
  OrganizationRead,
  ProjectName,
  ProjectRead,
  UserOrganization,
  UserProject,
  UserSettings,
} from './shapes.ts';
export { slugOf } from './slug.ts';
