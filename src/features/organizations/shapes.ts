import Type from 'typebox';
import { bool, computed, echoed, email, id, integer, name, one, text } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';

export const OrganizationRead = shape('OrganizationRead', 'organizations', {
  id: id(),
  name: name(),
  slug: text(),
  description: text(),
  default: bool(),
  banner_enabled: bool(),
  banner_color: text(),
  banner_text: text(),
});

/** The smallest a project is shown: for choosing one. */
export const ProjectName = shape('ProjectName', 'projects', { id: id(), name: name(), display_name: text() });

const StablePriority = shape('ProjectStablePriority', 'incident_priorities', {
  id: id(),
  name: name(),
  description: text(),
  page_commander: bool(),
  tactical_report_reminder: integer(),
  executive_report_reminder: integer(),
  project: one(ProjectName, 'project_id'),
  default: bool(),
  enabled: bool(),
  view_order: integer(),
  color: text(),
  disable_delayed_message_warning: bool(),
});

const SnoozeService = shape('ProjectService', 'services', {
  id: id(),
  description: text(),
  external_id: text(),
  is_active: bool(),
  name: text(),
  type: text(),
});

/** A project as an incident shows it. */
export const IncidentProject = shape('IncidentProject', 'projects', {
  id: id(),
  name: name(),
  color: text(),
  stable_priority: one(StablePriority, 'stable_priority_id'),
  allow_self_join: bool(),
  display_name: text(),
});

/** A project as a case shows it. */
export const CaseProject = shape('CaseProject', 'projects', {
  id: id(),
  name: name(),
  display_name: text(),
  color: text(),
  allow_self_join: bool(),
});

export const projectFields = {
  id: id(),
  name: name(),
  display_name: text(),
  owner_email: email(),
  owner_conversation: text(),
  annual_employee_cost: integer({ minimum: 0 }),
  business_year_hours: integer({ minimum: 1 }),
  description: text(),
  default: bool(),
  color: text(),
  send_daily_reports: bool(),
  send_weekly_reports: bool(),
  weekly_report_notification_id: integer(),
  enabled: bool(),
  storage_folder_one: text(),
  storage_folder_two: text(),
  storage_use_folder_one_as_primary: bool(),
  storage_use_title: bool(),
  allow_self_join: bool(),
  select_commander_visibility: bool(),
  report_incident_instructions: text(),
  report_incident_title_hint: text(),
  report_incident_description_hint: text(),
  suggest_security_event_over_incident: bool(),
  snooze_extension_oncall_service: echoed(one(SnoozeService, 'snooze_extension_oncall_service_id')),
  stable_priority: { ...one(StablePriority, 'stable_priority_id'), write: undefined },
} as const;

export const ProjectRead = shape('ProjectRead', 'projects', projectFields);

const UserProject = shape('UserProject', 'project_members', { project: one(ProjectRead, 'project_id'), default: bool(), role: text() });
const UserOrganization = shape('UserOrganization', 'organization_members', {
  organization: one(OrganizationRead, 'organization_id'),
  default: computed(Type.Boolean(), (alias) => `(select o."default" from organizations o where o.id = ${alias}.organization_id)`),
  role: text(),
  read_only: { ...bool(), description: 'Sees everything that members see, changes nothing' },
});
const UserSettings = shape('UserSettingsRead', 'user_settings', {
  id: id(),
  dispatch_user_id: integer(),
  auto_add_to_incident_bridges: bool(),
});

export { UserOrganization, UserProject, UserSettings };
