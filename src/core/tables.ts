// Generated from migrations/ by `npm run generate`. Do not edit.

import type { ColumnType, Generated } from 'kysely';

export interface AlertsTable {
  id: Generated<number>;
  organization_id: number;
  source_id: number | null;
  name: string;
  description: string | null;
  originator: string | null;
  external_link: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface ApiKeysTable {
  id: Generated<number>;
  organization_id: number;
  dispatch_user_id: number;
  public_id: string;
  secret_hash: string;
  name: string;
  scopes: string[];
  networks: Generated<string[]>;
  documents: Generated<string[]>;
  created_by: number | null;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
  last_used_network: string | null;
  last_used_agent: string | null;
}

export interface AuditChainsTable {
  organization_id: number;
  sequence: number;
  hash: string;
  kept_from: Generated<number>;
  forgotten_hash: string | null;
}

export interface AuditEntriesTable {
  organization_id: number;
  sequence: number;
  at: Date;
  actor_kind: string;
  actor_id: number | null;
  actor_name: string | null;
  action: string;
  target_kind: string | null;
  target_id: string | null;
  target_name: string | null;
  changes: ColumnType<unknown, string, string>;
  result: string;
  reason: string | null;
  network: string | null;
  user_agent: string | null;
  request_id: string | null;
  hash: string;
}

export interface CaseCostTypesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  category: string | null;
  details: ColumnType<unknown, string | undefined, string>;
  editable: Generated<boolean>;
  model_type: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface CaseCostsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  case_id: number | null;
  case_cost_type_id: number;
  amount: Generated<number>;
  calculated: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface CaseDuplicatesTable {
  case_id: number;
  duplicate_id: number;
}

export interface CaseIncidentsTable {
  case_id: number;
  incident_id: number;
}

export interface CaseNotesTable {
  id: Generated<number>;
  organization_id: number;
  case_id: number;
  content: string | null;
  last_updated_by_id: number | null;
  created_at: Date;
  updated_at: Date;
}

export interface CasePrioritiesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  page_assignee: Generated<boolean>;
  color: string | null;
  enabled: Generated<boolean>;
  default: Generated<boolean>;
  disable_delayed_message_warning: Generated<boolean>;
  view_order: Generated<number>;
}

export interface CaseRelatedTable {
  case_id: number;
  related_id: number;
}

export interface CaseSeveritiesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  color: string | null;
  enabled: Generated<boolean>;
  default: Generated<boolean>;
  view_order: Generated<number>;
}

export interface CaseStatusChangesTable {
  id: Generated<number>;
  organization_id: number;
  case_id: number;
  status: string;
  changed_at: Date;
  dispatch_user_id: number | null;
}

export interface CaseTagsTable {
  case_id: number;
  tag_id: number;
}

export interface CaseTypeChangesTable {
  id: Generated<number>;
  organization_id: number;
  case_id: number;
  case_type_id: number;
  changed_at: Date;
}

export interface CaseTypeCostModelsTable {
  id: Generated<number>;
  organization_id: number;
  case_type_id: number;
  cost_model_id: number | null;
  changed_at: Date;
}

export interface CaseTypesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  visibility: Generated<string>;
  default: Generated<boolean>;
  enabled: Generated<boolean>;
  exclude_from_metrics: Generated<boolean>;
  plugin_metadata: ColumnType<unknown, string | undefined, string>;
  conversation_target: string | null;
  auto_close: Generated<boolean>;
  generate_read_in_summary: Generated<boolean>;
  case_template_document_id: number | null;
  oncall_service_id: number | null;
  incident_type_id: number | null;
  cost_model_id: number | null;
}

export interface CasesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  title: string;
  description: string;
  resolution: string;
  resolution_reason: string | null;
  status: Generated<string>;
  visibility: Generated<string>;
  participants_team: string | null;
  participants_location: string | null;
  reported_at: Date;
  triage_at: Date | null;
  escalated_at: Date | null;
  stable_at: Date | null;
  closed_at: Date | null;
  dedicated_channel: Generated<boolean>;
  event: Generated<boolean>;
  genai_analysis: ColumnType<unknown, string | undefined, string>;
  assignee_id: number | null;
  reporter_id: number | null;
  case_type_id: number;
  case_severity_id: number;
  case_priority_id: number;
  case_document_id: number | null;
  tactical_group_id: number | null;
  resolved_by_id: number | null;
  created_at: Date;
  updated_at: Date;
}

export interface ConferencesTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number | null;
  conference_id: string | null;
  conference_challenge: Generated<string>;
  resource_type: string | null;
  resource_id: string | null;
  weblink: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface ConversationsTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number | null;
  case_id: number | null;
  channel_id: string;
  thread_id: string | null;
  topic: string | null;
  archived_at: Date | null;
  resource_type: string | null;
  resource_id: string | null;
  weblink: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface CostModelActivitiesTable {
  id: Generated<number>;
  organization_id: number;
  cost_model_id: number;
  plugin_event_id: number;
  response_time_seconds: Generated<number>;
  enabled: Generated<boolean>;
}

export interface CostModelsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  enabled: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface DefinitionTermsTable {
  definition_id: number;
  term_id: number;
}

export interface DefinitionsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  text: string;
  source: Generated<string>;
}

export interface DirectoryGroupMembersTable {
  directory_group_id: number;
  directory_user_id: number;
  organization_id: number;
}

export interface DirectoryGroupsTable {
  id: Generated<number>;
  uid: Generated<string>;
  organization_id: number;
  display_name: string;
  external_id: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface DirectoryUsersTable {
  id: Generated<number>;
  uid: Generated<string>;
  organization_id: number;
  member_id: number;
  user_name: string;
  external_id: string | null;
  display_name: string | null;
  name: ColumnType<unknown, string | undefined, string>;
  emails: ColumnType<unknown, string | undefined, string>;
  active: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface DocumentFiltersTable {
  document_id: number;
  search_filter_id: number;
}

export interface DocumentTagsTable {
  document_id: number;
  tag_id: number;
}

export interface DocumentVersionsTable {
  id: Generated<number>;
  organization_id: number;
  document_id: number;
  version: number;
  content: string;
  dispatch_user_id: number | null;
  created_at: Date;
}

export interface DocumentsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  resource_type: string | null;
  resource_id: string | null;
  weblink: string | null;
  report_id: number | null;
  incident_id: number | null;
  case_id: number | null;
  evergreen: Generated<boolean>;
  evergreen_owner: string | null;
  evergreen_reminder_interval: Generated<number>;
  evergreen_last_reminder_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface EmailTemplatesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  email_template_type: string;
  welcome_text: string | null;
  welcome_body: string | null;
  components: string | null;
  enabled: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface EntitiesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  entity_type_id: number;
  name: string | null;
  description: string | null;
  value: string | null;
  source: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface EntityTypesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  jpath: string | null;
  regular_expression: string | null;
  scope: Generated<string>;
  enabled: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface EventsTable {
  id: Generated<number>;
  uuid: string;
  organization_id: number;
  incident_id: number | null;
  case_id: number | null;
  started_at: Date;
  ended_at: Date;
  source: string;
  description: string;
  details: ColumnType<unknown, string | undefined, string>;
  type: Generated<string>;
  owner: string | null;
  pinned: Generated<boolean>;
  individual_id: number | null;
  dispatch_user_id: number | null;
  created_at: Date;
  updated_at: Date;
  signal_id: number | null;
}

export interface FeedbackTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  incident_id: number | null;
  case_id: number | null;
  participant_id: number | null;
  rating: string;
  feedback: string | null;
  created_at: Date;
  updated_at: Date;
  reported_at: Date | null;
}

export interface FilesTable {
  id: Generated<number>;
  organization_id: number;
  storage_id: number;
  name: string;
  content_type: string;
  size: number;
  sha256: string;
  path: string;
  individual_contact_id: number | null;
  created_at: Date;
}

export interface FormTypesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  enabled: Generated<boolean>;
  form_schema: string | null;
  attorney_form_schema: string | null;
  scoring_schema: string | null;
  creator_id: number | null;
  service_id: number | null;
  created_at: Date;
  updated_at: Date;
}

export interface FormsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  form_type_id: number | null;
  incident_id: number | null;
  creator_id: number | null;
  form_data: string | null;
  status: Generated<string>;
  attorney_status: Generated<string>;
  attorney_questions: string | null;
  attorney_analysis: string | null;
  attorney_form_data: string | null;
  score: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

export interface GroupMappingsTable {
  id: Generated<number>;
  organization_id: number;
  connection: Generated<string>;
  group_id: string;
  role: string;
  read_only: Generated<boolean>;
  projects: ColumnType<unknown, string | undefined, string>;
  created_at: Date;
}

export interface GroupMembersTable {
  organization_id: number;
  group_email: string;
  email: string;
}

export interface GroupsTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number | null;
  case_id: number | null;
  kind: string;
  name: string;
  email: string;
  resource_type: string | null;
  resource_id: string | null;
  weblink: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface IncidentCostTypesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  category: string | null;
  details: ColumnType<unknown, string | undefined, string>;
  default: Generated<boolean>;
  editable: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface IncidentCostsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  incident_id: number | null;
  incident_cost_type_id: number;
  amount: Generated<number>;
  created_at: Date;
  updated_at: Date;
  calculated: Generated<boolean>;
}

export interface IncidentDuplicatesTable {
  incident_id: number;
  duplicate_id: number;
}

export interface IncidentPrioritiesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  page_commander: Generated<boolean>;
  color: string | null;
  enabled: Generated<boolean>;
  default: Generated<boolean>;
  disable_delayed_message_warning: Generated<boolean>;
  tactical_report_reminder: Generated<number>;
  executive_report_reminder: Generated<number>;
  view_order: Generated<number>;
}

export interface IncidentRoleIncidentPrioritiesTable {
  incident_role_id: number;
  incident_priority_id: number;
}

export interface IncidentRoleIncidentTypesTable {
  incident_role_id: number;
  incident_type_id: number;
}

export interface IncidentRoleTagsTable {
  incident_role_id: number;
  tag_id: number;
}

export interface IncidentRolesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  role: string;
  enabled: Generated<boolean>;
  order: number;
  service_id: number | null;
  individual_contact_id: number | null;
  engage_next_oncall: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface IncidentSeveritiesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  color: string | null;
  enabled: Generated<boolean>;
  default: Generated<boolean>;
  allowed_for_stable_incidents: Generated<boolean>;
  view_order: Generated<number>;
}

export interface IncidentStatusChangesTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number;
  status: string;
  changed_at: Date;
  dispatch_user_id: number | null;
}

export interface IncidentTagsTable {
  incident_id: number;
  tag_id: number;
}

export interface IncidentTermsTable {
  incident_id: number;
  term_id: number;
}

export interface IncidentTypeChangesTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number;
  incident_type_id: number;
  changed_at: Date;
}

export interface IncidentTypeCostModelsTable {
  id: Generated<number>;
  organization_id: number;
  incident_type_id: number;
  cost_model_id: number | null;
  changed_at: Date;
}

export interface IncidentTypesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  enabled: Generated<boolean>;
  default: Generated<boolean>;
  visibility: Generated<string>;
  exclude_from_metrics: Generated<boolean>;
  exclude_from_reminders: Generated<boolean>;
  exclude_from_review: Generated<boolean>;
  plugin_metadata: ColumnType<unknown, string | undefined, string>;
  task_plugin_metadata: ColumnType<unknown, string | undefined, string>;
  generate_read_in_summary: Generated<boolean>;
  incident_template_document_id: number | null;
  executive_template_document_id: number | null;
  review_template_document_id: number | null;
  tracking_template_document_id: number | null;
  cost_model_id: number | null;
  channel_description: string | null;
  description_service_id: number | null;
}

export interface IncidentsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  title: string;
  description: string;
  resolution: string;
  status: Generated<string>;
  visibility: Generated<string>;
  summary: string | null;
  participants_team: string | null;
  participants_location: string | null;
  commanders_location: string | null;
  reporters_location: string | null;
  delay_executive_report_reminder: Date | null;
  delay_tactical_report_reminder: Date | null;
  reported_at: Date;
  stable_at: Date | null;
  closed_at: Date | null;
  incident_priority_id: number;
  incident_severity_id: number;
  incident_type_id: number;
  commander_id: number | null;
  reporter_id: number | null;
  liaison_id: number | null;
  scribe_id: number | null;
  incident_document_id: number | null;
  incident_review_document_id: number | null;
  tactical_group_id: number | null;
  notifications_group_id: number | null;
  created_at: Date;
  updated_at: Date;
  tactical_report_reminded_at: Date | null;
  executive_report_reminded_at: Date | null;
}

export interface IndividualContactFiltersTable {
  individual_contact_id: number;
  search_filter_id: number;
}

export interface IndividualContactsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  email: string;
  is_active: Generated<boolean>;
  is_external: Generated<boolean>;
  contact_type: string | null;
  company: string | null;
  notes: string | null;
  owner: string | null;
  mobile_phone: string | null;
  office_phone: string | null;
  title: string | null;
  weblink: string | null;
  external_id: string | null;
  team_contact_id: number | null;
  created_at: Date;
  updated_at: Date;
}

export interface InvitationDeliveriesTable {
  id: Generated<number>;
  jti: string;
  invitation_id: number;
  organization_id: number;
  channel: string;
  state: Generated<string>;
  attempts: Generated<number>;
  error: string | null;
  provider_message_id: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface InvitationKeysTable {
  kid: string;
  public_key: string;
  private_key: string | null;
  state: string;
  published_at: Date;
  active_at: Date | null;
  retired_at: Date | null;
  revoked_at: Date | null;
  verifies_until: Date | null;
}

export interface InvitationLinksTable {
  jti: string;
  invitation_id: number;
  organization_id: number;
  generation: number;
  kid: string;
  email: string;
  email_key: string;
  roles: string[];
  inviter_id: number | null;
  issued_at: Date;
  expires_at: Date;
}

export interface InvitationsTable {
  id: Generated<number>;
  uid: Generated<string>;
  organization_id: number;
  email: string;
  email_key: string;
  role: string;
  read_only: Generated<boolean>;
  projects: ColumnType<unknown, string | undefined, string>;
  name: string | null;
  message: string | null;
  locale: Generated<string>;
  inviter_id: number | null;
  person_uid: string;
  state: Generated<string>;
  generation: number;
  current_jti: string;
  issued_at: Date;
  expires_at: Date;
  access_expires_at: Date | null;
  accepted_at: Date | null;
  accepted_by: number | null;
  revoked_at: Date | null;
  revoked_by: number | null;
  declined_at: Date | null;
  expiry_noted_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface JobsTable {
  id: Generated<number>;
  organization_id: number | null;
  name: string;
  payload: ColumnType<unknown, string | undefined, string>;
  idempotency_key: string | null;
  incident_id: number | null;
  case_id: number | null;
  flow: string | null;
  step: string | null;
  title: string | null;
  after: Generated<string[]>;
  status: string;
  priority: Generated<number>;
  attempts: Generated<number>;
  max_attempts: number;
  run_at: Date;
  locked_by: number | null;
  locked_at: Date | null;
  last_error: string | null;
  created_at: Date;
  finished_at: Date | null;
}

export interface LiveNotesTable {
  transaction_id: Generated<string>;
  id: Generated<number>;
  organization_id: number;
  kind: string;
  subject_id: number;
  topics: string[];
  created_at: Date;
}

export interface MadeResourcesTable {
  organization_id: number;
  effect_key: string;
  incident_id: number | null;
  case_id: number | null;
  resource: ColumnType<unknown, string, string>;
  created_at: Date;
}

export interface MailsTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number | null;
  case_id: number | null;
  to: string[];
  cc: Generated<string[]>;
  subject: string;
  text: string;
  html: string;
  status: string;
  idempotency_key: string;
  last_error: string | null;
  created_at: Date;
  sent_at: Date | null;
}

export interface MessagesTable {
  id: Generated<number>;
  organization_id: number;
  conversation_id: number;
  kind: string;
  body: string;
  individual_contact_id: number | null;
  only_to: string | null;
  pinned: Generated<boolean>;
  decision: Generated<boolean>;
  idempotency_key: string | null;
  created_at: Date;
  edited_at: Date | null;
}

export interface MfaChallengesTable {
  id: Generated<number>;
  challenge_id: string;
  organization_id: number;
  project_id: number;
  dispatch_user_id: number;
  requested_by_id: number | null;
  action: string;
  title: string;
  detail: string | null;
  weblink: string | null;
  status: Generated<string>;
  continuation: ColumnType<unknown, string, string>;
  reference: string | null;
  created_at: Date;
  expires_at: Date;
  decided_at: Date | null;
}

export interface NotificationFiltersTable {
  notification_id: number;
  search_filter_id: number;
}

export interface NotificationsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  type: string;
  target: string;
  enabled: Generated<boolean>;
  evergreen: Generated<boolean>;
  evergreen_owner: string | null;
  evergreen_reminder_interval: Generated<number>;
  evergreen_last_reminder_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface OrganizationMembersTable {
  dispatch_user_id: number;
  organization_id: number;
  role: Generated<string>;
  created_at: Date;
  updated_at: Date;
  id: Generated<number>;
  read_only: Generated<boolean>;
  status: Generated<string>;
  source: Generated<string>;
  managed_by_directory: Generated<boolean>;
  expires_at: Date | null;
  left_at: Date | null;
  confined: Generated<boolean>;
}

export interface OrganizationsTable {
  id: Generated<number>;
  name: string;
  slug: string;
  default: Generated<boolean>;
  description: string | null;
  banner_enabled: Generated<boolean>;
  banner_color: string | null;
  banner_text: string | null;
  status: Generated<string>;
  uid: Generated<string>;
  seat_limit: number | null;
  links_not_before: Date | null;
  revoke_with_inviter: Generated<boolean>;
}

export interface OwnerLinksTable {
  id: Generated<number>;
  token_hash: string;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

export interface PagesTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number | null;
  case_id: number | null;
  service_id: number | null;
  email: string;
  title: string;
  message: string;
  idempotency_key: string;
  created_at: Date;
  acknowledged_at: Date | null;
  acknowledged_by_id: number | null;
}

export interface ParticipantActivitiesTable {
  id: Generated<number>;
  organization_id: number;
  participant_id: number;
  plugin_event_id: number;
  incident_id: number | null;
  case_id: number | null;
  started_at: Date;
  external_id: string;
}

export interface ParticipantRolesTable {
  id: Generated<number>;
  organization_id: number;
  participant_id: number;
  role: Generated<string>;
  activity: Generated<number>;
  assumed_at: Date;
  renounced_at: Date | null;
}

export interface ParticipantsTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number | null;
  case_id: number | null;
  individual_contact_id: number;
  service_id: number | null;
  team: string | null;
  department: string | null;
  location: string | null;
  added_by_id: number | null;
  added_reason: string | null;
  after_hours_notification: Generated<boolean>;
  user_conversation_id: string | null;
}

export interface PasskeyChallengesTable {
  challenge: string;
  browser_hash: string;
  purpose: string;
  dispatch_user_id: number | null;
  expires_at: Date;
}

export interface PasskeysTable {
  id: Generated<number>;
  dispatch_user_id: number;
  credential_id: string;
  public_key: string;
  counter: number;
  transports: string[];
  name: string;
  created_at: Date;
  used_at: Date | null;
}

export interface PasswordResetsTable {
  dispatch_user_id: number;
  token_hash: string;
  tokens_valid_after: Date | null;
  created_at: Date;
  expires_at: Date;
}

export interface PluginEventsTable {
  id: Generated<number>;
  name: string;
  slug: string;
  description: string | null;
  plugin_id: number;
}

export interface PluginInstancesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  plugin_id: number;
  enabled: Generated<boolean>;
  configuration: string | null;
}

export interface PluginsTable {
  id: Generated<number>;
  title: string;
  slug: string;
  description: string | null;
  version: string | null;
  author: string;
  author_url: string;
  type: string;
  multiple: Generated<boolean>;
  configuration_schema: ColumnType<unknown, string | null | undefined, string | null>;
  installed: Generated<boolean>;
}

export interface ProjectMembersTable {
  dispatch_user_id: number;
  project_id: number;
  organization_id: number;
  default: Generated<boolean>;
  role: Generated<string>;
  created_at: Date;
  updated_at: Date;
}

export interface ProjectsTable {
  id: Generated<number>;
  organization_id: number;
  name: string;
  display_name: Generated<string>;
  description: string | null;
  default: Generated<boolean>;
  color: string | null;
  annual_employee_cost: Generated<number>;
  business_year_hours: Generated<number>;
  owner_email: string | null;
  owner_conversation: string | null;
  enabled: Generated<boolean>;
  allow_self_join: Generated<boolean>;
  send_daily_reports: Generated<boolean>;
  send_weekly_reports: Generated<boolean>;
  weekly_report_notification_id: number | null;
  select_commander_visibility: Generated<boolean>;
  stable_priority_id: number | null;
  storage_folder_one: string | null;
  storage_folder_two: string | null;
  storage_use_folder_one_as_primary: Generated<boolean>;
  storage_use_title: Generated<boolean>;
  report_incident_instructions: string | null;
  report_incident_title_hint: string | null;
  report_incident_description_hint: string | null;
  suggest_security_event_over_incident: Generated<boolean>;
  snooze_extension_oncall_service_id: number | null;
}

export interface PromptsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  genai_type: number;
  genai_prompt: string;
  genai_system_message: string | null;
  enabled: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface QueriesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  source_id: number;
  name: string;
  description: string | null;
  text: string | null;
  language: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface QueryTagsTable {
  query_id: number;
  tag_id: number;
}

export interface RateLimitsTable {
  key: string;
  attempts: number;
  expires_at: Date;
}

export interface RecoveryCodesTable {
  id: Generated<number>;
  dispatch_user_id: number;
  code_hash: string;
  created_at: Date;
  used_at: Date | null;
}

export interface ReportsTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number;
  participant_id: number | null;
  type: Generated<string>;
  details: ColumnType<unknown, string | undefined, string>;
  details_raw: Generated<string>;
  created_at: Date;
}

export interface RotationMembersTable {
  service_id: number;
  position: number;
  organization_id: number;
  individual_contact_id: number;
}

export interface RotationsTable {
  service_id: number;
  organization_id: number;
  starts_at: Date;
  shift_hours: number;
  changed_at: Date | null;
}

export interface SchedulesTable {
  name: string;
  next_run_at: Date;
  last_run_at: Date | null;
}

export interface ScimTokensTable {
  id: Generated<number>;
  organization_id: number;
  name: string;
  token_hash: string;
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export interface SearchFiltersTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  expression: ColumnType<unknown, string | undefined, string>;
  creator_id: number | null;
  subject: Generated<string>;
  enabled: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface ServiceFeedbackTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  individual_contact_id: number | null;
  schedule: string | null;
  hours: number | null;
  shift_start_at: Date | null;
  shift_end_at: Date | null;
  details: ColumnType<unknown, string | undefined, string>;
  rating: string;
  feedback: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface ServiceFiltersTable {
  service_id: number;
  search_filter_id: number;
}

export interface ServicesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  type: Generated<string>;
  description: string | null;
  external_id: string;
  is_active: Generated<boolean>;
  health_metrics: Generated<boolean>;
  shift_hours_type: Generated<number>;
  evergreen: Generated<boolean>;
  evergreen_owner: string | null;
  evergreen_reminder_interval: Generated<number>;
  evergreen_last_reminder_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface SessionsTable {
  id: Generated<number>;
  token_hash: string;
  dispatch_user_id: number;
  method: string;
  address: string;
  agent: string;
  created_at: Date;
  seen_at: Date;
  ends_at: Date;
  awaits_factor: Generated<boolean>;
  provider_issuer: string | null;
  provider_subject: string | null;
  provider_session: string | null;
  provider_grant: string | null;
  organization_id: number | null;
}

export interface SignalEngagementRequestsTable {
  id: Generated<number>;
  organization_id: number;
  case_id: number;
  signal_engagement_id: number;
  signal_instance_id: string;
  email: string;
  status: Generated<string>;
  context: string | null;
  answered_at: Date | null;
  answered_by_id: number | null;
  created_at: Date;
  challenge_id: string | null;
}

export interface SignalEngagementsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  message: string | null;
  require_mfa: Generated<boolean>;
  entity_type_id: number | null;
  creator_id: number | null;
  created_at: Date;
  updated_at: Date;
}

export interface SignalEntityTypesTable {
  signal_id: number;
  entity_type_id: number;
}

export interface SignalFiltersTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  expression: ColumnType<unknown, string | undefined, string>;
  mode: Generated<string>;
  action: string;
  expiration: Date | null;
  window: Generated<number>;
  creator_id: number | null;
  created_at: Date;
  updated_at: Date;
}

export interface SignalInstanceEntitiesTable {
  signal_instance_id: string;
  entity_id: number;
}

export interface SignalInstancesTable {
  id: Generated<string>;
  organization_id: number;
  project_id: number;
  signal_id: number;
  case_id: number | null;
  case_type_id: number | null;
  case_priority_id: number | null;
  oncall_service_id: number | null;
  conversation_target: string | null;
  filter_action: string | null;
  canary: Generated<boolean>;
  external_id: string | null;
  raw: ColumnType<unknown, string, string>;
  created_at: Date;
  updated_at: Date;
}

export interface SignalTagsTable {
  signal_id: number;
  tag_id: number;
}

export interface SignalWorkflowsTable {
  signal_id: number;
  workflow_id: number;
}

export interface SignalsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  owner: string;
  description: string | null;
  external_id: string | null;
  external_url: string | null;
  variant: string | null;
  enabled: Generated<boolean>;
  create_case: Generated<boolean>;
  default: Generated<boolean>;
  conversation_target: string | null;
  lifecycle: string | null;
  runbook: string | null;
  genai_enabled: Generated<boolean>;
  genai_model: string | null;
  genai_system_message: string | null;
  genai_prompt: string | null;
  source_id: number | null;
  case_type_id: number | null;
  case_priority_id: number | null;
  oncall_service_id: number | null;
  created_at: Date;
  updated_at: Date;
}

export interface SignalsEngagementsTable {
  signal_id: number;
  signal_engagement_id: number;
}

export interface SignalsFiltersTable {
  signal_id: number;
  signal_filter_id: number;
}

export interface SourceDataFormatsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
}

export interface SourceEnvironmentsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
}

export interface SourceIncidentsTable {
  source_id: number;
  incident_id: number;
}

export interface SourceStatusesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
}

export interface SourceTagsTable {
  source_id: number;
  tag_id: number;
}

export interface SourceTransportsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
}

export interface SourceTypesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
}

export interface SourcesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  data_last_loaded_at: Date | null;
  sampling_rate: number | null;
  source_schema: string | null;
  documentation: string | null;
  retention: number | null;
  delay: number | null;
  size: number | null;
  external_id: string | null;
  aggregated: Generated<boolean>;
  links: ColumnType<unknown, string | undefined, string>;
  cost: number | null;
  owner_id: number | null;
  source_type_id: number | null;
  source_status_id: number | null;
  source_environment_id: number | null;
  source_data_format_id: number | null;
  source_transport_id: number | null;
  created_at: Date;
  updated_at: Date;
}

export interface StoragesTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number | null;
  case_id: number | null;
  resource_type: string | null;
  resource_id: string | null;
  weblink: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface TagTypesTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  description: string | null;
  exclusive: Generated<boolean>;
  required: Generated<boolean>;
  discoverable_case: Generated<boolean>;
  discoverable_incident: Generated<boolean>;
  discoverable_query: Generated<boolean>;
  discoverable_signal: Generated<boolean>;
  discoverable_source: Generated<boolean>;
  discoverable_document: Generated<boolean>;
  color: string | null;
  icon: string | null;
  use_for_project_folder: Generated<boolean>;
  genai_suggestions: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface TagsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  tag_type_id: number;
  name: string;
  description: string | null;
  uri: string | null;
  source: string | null;
  external_id: string | null;
  discoverable: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface TaskAssigneesTable {
  task_id: number;
  participant_id: number;
}

export interface TasksTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number;
  creator_id: number | null;
  owner_id: number | null;
  description: string;
  source: Generated<string>;
  priority: Generated<string>;
  status: Generated<string>;
  resolved_at: Date | null;
  resolve_by: Date;
  last_reminder_at: Date | null;
  reminders: Generated<boolean>;
  resource_type: string | null;
  resource_id: string | null;
  weblink: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface TeamContactFiltersTable {
  team_contact_id: number;
  search_filter_id: number;
}

export interface TeamContactsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  name: string;
  email: string;
  is_active: Generated<boolean>;
  is_external: Generated<boolean>;
  contact_type: string | null;
  company: string | null;
  notes: string | null;
  owner: string | null;
  evergreen: Generated<boolean>;
  evergreen_owner: string | null;
  evergreen_reminder_interval: Generated<number>;
  evergreen_last_reminder_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface TermsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  text: string;
  discoverable: Generated<boolean>;
}

export interface TicketsTable {
  id: Generated<number>;
  organization_id: number;
  incident_id: number | null;
  case_id: number | null;
  task_id: number | null;
  resource_type: string | null;
  resource_id: string | null;
  weblink: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface TotpFactorsTable {
  dispatch_user_id: number;
  is_confirmed: boolean;
  secret: string;
  last_step: number | null;
  created_at: Date;
  used_at: Date | null;
}

export interface UserIdentitiesTable {
  id: Generated<number>;
  dispatch_user_id: number;
  issuer: string;
  subject: string;
  created_at: Date;
}

export interface UserSettingsTable {
  id: Generated<number>;
  dispatch_user_id: number;
  auto_add_to_incident_bridges: Generated<boolean>;
  created_at: Date;
  updated_at: Date;
}

export interface UsersTable {
  id: Generated<number>;
  email: string;
  password: string | null;
  last_mfa_time: Date | null;
  experimental_features: Generated<boolean>;
  disabled_at: Date | null;
  tokens_valid_after: Date | null;
  created_at: Date;
  updated_at: Date;
  kind: Generated<string>;
  name: string | null;
  signed_up_at: Date | null;
  signed_up_via: string | null;
  instance_scopes: Generated<string[]>;
  uid: Generated<string>;
}

export interface WorkflowInstanceArtifactsTable {
  workflow_instance_id: number;
  document_id: number;
}

export interface WorkflowInstancesTable {
  id: Generated<number>;
  organization_id: number;
  workflow_id: number | null;
  incident_id: number | null;
  case_id: number | null;
  signal_id: number | null;
  signal_instance_id: string | null;
  creator_id: number | null;
  parameters: ColumnType<unknown, string | undefined, string>;
  run_reason: string | null;
  status: Generated<string>;
  resource_type: string | null;
  resource_id: string | null;
  weblink: string | null;
  last_error: string | null;
  next_check_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface WorkflowsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  plugin_instance_id: number;
  name: string;
  description: string | null;
  enabled: Generated<boolean>;
  parameters: ColumnType<unknown, string | undefined, string>;
  resource_id: string;
  created_at: Date;
  updated_at: Date;
}

export interface Database {
  alerts: AlertsTable;
  api_keys: ApiKeysTable;
  audit_chains: AuditChainsTable;
  audit_entries: AuditEntriesTable;
  case_cost_types: CaseCostTypesTable;
  case_costs: CaseCostsTable;
  case_duplicates: CaseDuplicatesTable;
  case_incidents: CaseIncidentsTable;
  case_notes: CaseNotesTable;
  case_priorities: CasePrioritiesTable;
  case_related: CaseRelatedTable;
  case_severities: CaseSeveritiesTable;
  case_status_changes: CaseStatusChangesTable;
  case_tags: CaseTagsTable;
  case_type_changes: CaseTypeChangesTable;
  case_type_cost_models: CaseTypeCostModelsTable;
  case_types: CaseTypesTable;
  cases: CasesTable;
  conferences: ConferencesTable;
  conversations: ConversationsTable;
  cost_model_activities: CostModelActivitiesTable;
  cost_models: CostModelsTable;
  definition_terms: DefinitionTermsTable;
  definitions: DefinitionsTable;
  directory_group_members: DirectoryGroupMembersTable;
  directory_groups: DirectoryGroupsTable;
  directory_users: DirectoryUsersTable;
  document_filters: DocumentFiltersTable;
  document_tags: DocumentTagsTable;
  document_versions: DocumentVersionsTable;
  documents: DocumentsTable;
  email_templates: EmailTemplatesTable;
  entities: EntitiesTable;
  entity_types: EntityTypesTable;
  events: EventsTable;
  feedback: FeedbackTable;
  files: FilesTable;
  form_types: FormTypesTable;
  forms: FormsTable;
  group_mappings: GroupMappingsTable;
  group_members: GroupMembersTable;
  groups: GroupsTable;
  incident_cost_types: IncidentCostTypesTable;
  incident_costs: IncidentCostsTable;
  incident_duplicates: IncidentDuplicatesTable;
  incident_priorities: IncidentPrioritiesTable;
  incident_role_incident_priorities: IncidentRoleIncidentPrioritiesTable;
  incident_role_incident_types: IncidentRoleIncidentTypesTable;
  incident_role_tags: IncidentRoleTagsTable;
  incident_roles: IncidentRolesTable;
  incident_severities: IncidentSeveritiesTable;
  incident_status_changes: IncidentStatusChangesTable;
  incident_tags: IncidentTagsTable;
  incident_terms: IncidentTermsTable;
  incident_type_changes: IncidentTypeChangesTable;
  incident_type_cost_models: IncidentTypeCostModelsTable;
  incident_types: IncidentTypesTable;
  incidents: IncidentsTable;
  individual_contact_filters: IndividualContactFiltersTable;
  individual_contacts: IndividualContactsTable;
  invitation_deliveries: InvitationDeliveriesTable;
  invitation_keys: InvitationKeysTable;
  invitation_links: InvitationLinksTable;
  invitations: InvitationsTable;
  jobs: JobsTable;
  live_notes: LiveNotesTable;
  made_resources: MadeResourcesTable;
  mails: MailsTable;
  messages: MessagesTable;
  mfa_challenges: MfaChallengesTable;
  notification_filters: NotificationFiltersTable;
  notifications: NotificationsTable;
  organization_members: OrganizationMembersTable;
  organizations: OrganizationsTable;
  owner_links: OwnerLinksTable;
  pages: PagesTable;
  participant_activities: ParticipantActivitiesTable;
  participant_roles: ParticipantRolesTable;
  participants: ParticipantsTable;
  passkey_challenges: PasskeyChallengesTable;
  passkeys: PasskeysTable;
  password_resets: PasswordResetsTable;
  plugin_events: PluginEventsTable;
  plugin_instances: PluginInstancesTable;
  plugins: PluginsTable;
  project_members: ProjectMembersTable;
  projects: ProjectsTable;
  prompts: PromptsTable;
  queries: QueriesTable;
  query_tags: QueryTagsTable;
  rate_limits: RateLimitsTable;
  recovery_codes: RecoveryCodesTable;
  reports: ReportsTable;
  rotation_members: RotationMembersTable;
  rotations: RotationsTable;
  schedules: SchedulesTable;
  scim_tokens: ScimTokensTable;
  search_filters: SearchFiltersTable;
  service_feedback: ServiceFeedbackTable;
  service_filters: ServiceFiltersTable;
  services: ServicesTable;
  sessions: SessionsTable;
  signal_engagement_requests: SignalEngagementRequestsTable;
  signal_engagements: SignalEngagementsTable;
  signal_entity_types: SignalEntityTypesTable;
  signal_filters: SignalFiltersTable;
  signal_instance_entities: SignalInstanceEntitiesTable;
  signal_instances: SignalInstancesTable;
  signal_tags: SignalTagsTable;
  signal_workflows: SignalWorkflowsTable;
  signals: SignalsTable;
  signals_engagements: SignalsEngagementsTable;
  signals_filters: SignalsFiltersTable;
  source_data_formats: SourceDataFormatsTable;
  source_environments: SourceEnvironmentsTable;
  source_incidents: SourceIncidentsTable;
  source_statuses: SourceStatusesTable;
  source_tags: SourceTagsTable;
  source_transports: SourceTransportsTable;
  source_types: SourceTypesTable;
  sources: SourcesTable;
  storages: StoragesTable;
  tag_types: TagTypesTable;
  tags: TagsTable;
  task_assignees: TaskAssigneesTable;
  tasks: TasksTable;
  team_contact_filters: TeamContactFiltersTable;
  team_contacts: TeamContactsTable;
  terms: TermsTable;
  tickets: TicketsTable;
  totp_factors: TotpFactorsTable;
  user_identities: UserIdentitiesTable;
  user_settings: UserSettingsTable;
  users: UsersTable;
  workflow_instance_artifacts: WorkflowInstanceArtifactsTable;
  workflow_instances: WorkflowInstancesTable;
  workflows: WorkflowsTable;
}

export const TABLES = {
  alerts: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      source_id: { type: 'integer', nullable: true, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      originator: { type: 'text', nullable: true, hasDefault: false },
      external_link: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', source_id: 'sources' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  api_keys: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      public_id: { type: 'text', nullable: false, hasDefault: false },
      secret_hash: { type: 'text', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      scopes: { type: 'text[]', nullable: false, hasDefault: false },
      networks: { type: 'text[]', nullable: false, hasDefault: true },
      documents: { type: 'text[]', nullable: false, hasDefault: true },
      created_by: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      expires_at: { type: 'timestamp', nullable: false, hasDefault: false },
      revoked_at: { type: 'timestamp', nullable: true, hasDefault: false },
      last_used_at: { type: 'timestamp', nullable: true, hasDefault: false },
      last_used_network: { type: 'text', nullable: true, hasDefault: false },
      last_used_agent: { type: 'text', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organization_members', dispatch_user_id: 'users', created_by: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  audit_chains: {
    columns: {
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      sequence: { type: 'bigint', nullable: false, hasDefault: false },
      hash: { type: 'text', nullable: false, hasDefault: false },
      kept_from: { type: 'bigint', nullable: false, hasDefault: true },
      forgotten_hash: { type: 'text', nullable: true, hasDefault: false },
    },
    references: {},
    primaryKey: ['organization_id'],
    searchConfig: null,
  },
  audit_entries: {
    columns: {
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      sequence: { type: 'bigint', nullable: false, hasDefault: false },
      at: { type: 'timestamp', nullable: false, hasDefault: false },
      actor_kind: { type: 'text', nullable: false, hasDefault: false },
      actor_id: { type: 'integer', nullable: true, hasDefault: false },
      actor_name: { type: 'text', nullable: true, hasDefault: false },
      action: { type: 'text', nullable: false, hasDefault: false },
      target_kind: { type: 'text', nullable: true, hasDefault: false },
      target_id: { type: 'text', nullable: true, hasDefault: false },
      target_name: { type: 'text', nullable: true, hasDefault: false },
      changes: { type: 'json', nullable: false, hasDefault: false },
      result: { type: 'text', nullable: false, hasDefault: false },
      reason: { type: 'text', nullable: true, hasDefault: false },
      network: { type: 'text', nullable: true, hasDefault: false },
      user_agent: { type: 'text', nullable: true, hasDefault: false },
      request_id: { type: 'text', nullable: true, hasDefault: false },
      hash: { type: 'text', nullable: false, hasDefault: false },
    },
    references: {},
    primaryKey: ['organization_id', 'sequence'],
    searchConfig: null,
  },
  case_cost_types: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      category: { type: 'text', nullable: true, hasDefault: false },
      details: { type: 'json', nullable: false, hasDefault: true },
      editable: { type: 'boolean', nullable: false, hasDefault: true },
      model_type: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  case_costs: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      case_cost_type_id: { type: 'integer', nullable: false, hasDefault: false },
      amount: { type: 'number', nullable: false, hasDefault: true },
      calculated: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', case_id: 'cases', case_cost_type_id: 'case_cost_types' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  case_duplicates: {
    columns: {
      case_id: { type: 'integer', nullable: false, hasDefault: false },
      duplicate_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { case_id: 'cases', duplicate_id: 'cases' },
    primaryKey: ['case_id', 'duplicate_id'],
    searchConfig: null,
  },
  case_incidents: {
    columns: {
      case_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { case_id: 'cases', incident_id: 'incidents' },
    primaryKey: ['case_id', 'incident_id'],
    searchConfig: null,
  },
  case_notes: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      case_id: { type: 'integer', nullable: false, hasDefault: false },
      content: { type: 'text', nullable: true, hasDefault: false },
      last_updated_by_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', case_id: 'cases', last_updated_by_id: 'individual_contacts' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  case_priorities: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      page_assignee: { type: 'boolean', nullable: false, hasDefault: true },
      color: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      disable_delayed_message_warning: { type: 'boolean', nullable: false, hasDefault: true },
      view_order: { type: 'integer', nullable: false, hasDefault: true },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  case_related: {
    columns: {
      case_id: { type: 'integer', nullable: false, hasDefault: false },
      related_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { case_id: 'cases', related_id: 'cases' },
    primaryKey: ['case_id', 'related_id'],
    searchConfig: null,
  },
  case_severities: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      color: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      view_order: { type: 'integer', nullable: false, hasDefault: true },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  case_status_changes: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      case_id: { type: 'integer', nullable: false, hasDefault: false },
      status: { type: 'text', nullable: false, hasDefault: false },
      changed_at: { type: 'timestamp', nullable: false, hasDefault: false },
      dispatch_user_id: { type: 'integer', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', case_id: 'cases', dispatch_user_id: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  case_tags: {
    columns: {
      case_id: { type: 'integer', nullable: false, hasDefault: false },
      tag_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { case_id: 'cases', tag_id: 'tags' },
    primaryKey: ['case_id', 'tag_id'],
    searchConfig: null,
  },
  case_type_changes: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      case_id: { type: 'integer', nullable: false, hasDefault: false },
      case_type_id: { type: 'integer', nullable: false, hasDefault: false },
      changed_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', case_id: 'cases', case_type_id: 'case_types' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  case_type_cost_models: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      case_type_id: { type: 'integer', nullable: false, hasDefault: false },
      cost_model_id: { type: 'integer', nullable: true, hasDefault: false },
      changed_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', case_type_id: 'case_types', cost_model_id: 'cost_models' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  case_types: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      visibility: { type: 'text', nullable: false, hasDefault: true },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      exclude_from_metrics: { type: 'boolean', nullable: false, hasDefault: true },
      plugin_metadata: { type: 'json', nullable: false, hasDefault: true },
      conversation_target: { type: 'text', nullable: true, hasDefault: false },
      auto_close: { type: 'boolean', nullable: false, hasDefault: true },
      generate_read_in_summary: { type: 'boolean', nullable: false, hasDefault: true },
      case_template_document_id: { type: 'integer', nullable: true, hasDefault: false },
      oncall_service_id: { type: 'integer', nullable: true, hasDefault: false },
      incident_type_id: { type: 'integer', nullable: true, hasDefault: false },
      cost_model_id: { type: 'integer', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', case_template_document_id: 'documents', oncall_service_id: 'services', incident_type_id: 'incident_types', cost_model_id: 'cost_models' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  cases: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      title: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: false, hasDefault: false },
      resolution: { type: 'text', nullable: false, hasDefault: false },
      resolution_reason: { type: 'text', nullable: true, hasDefault: false },
      status: { type: 'text', nullable: false, hasDefault: true },
      visibility: { type: 'text', nullable: false, hasDefault: true },
      participants_team: { type: 'text', nullable: true, hasDefault: false },
      participants_location: { type: 'text', nullable: true, hasDefault: false },
      reported_at: { type: 'timestamp', nullable: false, hasDefault: false },
      triage_at: { type: 'timestamp', nullable: true, hasDefault: false },
      escalated_at: { type: 'timestamp', nullable: true, hasDefault: false },
      stable_at: { type: 'timestamp', nullable: true, hasDefault: false },
      closed_at: { type: 'timestamp', nullable: true, hasDefault: false },
      dedicated_channel: { type: 'boolean', nullable: false, hasDefault: true },
      event: { type: 'boolean', nullable: false, hasDefault: true },
      genai_analysis: { type: 'json', nullable: false, hasDefault: true },
      assignee_id: { type: 'integer', nullable: true, hasDefault: false },
      reporter_id: { type: 'integer', nullable: true, hasDefault: false },
      case_type_id: { type: 'integer', nullable: false, hasDefault: false },
      case_severity_id: { type: 'integer', nullable: false, hasDefault: false },
      case_priority_id: { type: 'integer', nullable: false, hasDefault: false },
      case_document_id: { type: 'integer', nullable: true, hasDefault: false },
      tactical_group_id: { type: 'integer', nullable: true, hasDefault: false },
      resolved_by_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', assignee_id: 'participants', reporter_id: 'participants', case_type_id: 'case_types', case_severity_id: 'case_severities', case_priority_id: 'case_priorities', case_document_id: 'documents', tactical_group_id: 'groups', resolved_by_id: 'individual_contacts' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  conferences: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      conference_id: { type: 'text', nullable: true, hasDefault: false },
      conference_challenge: { type: 'text', nullable: false, hasDefault: true },
      resource_type: { type: 'text', nullable: true, hasDefault: false },
      resource_id: { type: 'text', nullable: true, hasDefault: false },
      weblink: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  conversations: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      channel_id: { type: 'text', nullable: false, hasDefault: false },
      thread_id: { type: 'text', nullable: true, hasDefault: false },
      topic: { type: 'text', nullable: true, hasDefault: false },
      archived_at: { type: 'timestamp', nullable: true, hasDefault: false },
      resource_type: { type: 'text', nullable: true, hasDefault: false },
      resource_id: { type: 'text', nullable: true, hasDefault: false },
      weblink: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', case_id: 'cases' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  cost_model_activities: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      cost_model_id: { type: 'integer', nullable: false, hasDefault: false },
      plugin_event_id: { type: 'integer', nullable: false, hasDefault: false },
      response_time_seconds: { type: 'integer', nullable: false, hasDefault: true },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
    },
    references: { organization_id: 'organizations', cost_model_id: 'cost_models', plugin_event_id: 'plugin_events' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  cost_models: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  definition_terms: {
    columns: {
      definition_id: { type: 'integer', nullable: false, hasDefault: false },
      term_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { definition_id: 'definitions', term_id: 'terms' },
    primaryKey: ['definition_id', 'term_id'],
    searchConfig: null,
  },
  definitions: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      text: { type: 'text', nullable: false, hasDefault: false },
      source: { type: 'text', nullable: false, hasDefault: true },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  directory_group_members: {
    columns: {
      directory_group_id: { type: 'integer', nullable: false, hasDefault: false },
      directory_user_id: { type: 'integer', nullable: false, hasDefault: false },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { directory_group_id: 'directory_groups', directory_user_id: 'directory_users', organization_id: 'organizations' },
    primaryKey: ['directory_group_id', 'directory_user_id'],
    searchConfig: null,
  },
  directory_groups: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      uid: { type: 'uuid', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      display_name: { type: 'text', nullable: false, hasDefault: false },
      external_id: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  directory_users: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      uid: { type: 'uuid', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      member_id: { type: 'integer', nullable: false, hasDefault: false },
      user_name: { type: 'text', nullable: false, hasDefault: false },
      external_id: { type: 'text', nullable: true, hasDefault: false },
      display_name: { type: 'text', nullable: true, hasDefault: false },
      name: { type: 'json', nullable: false, hasDefault: true },
      emails: { type: 'json', nullable: false, hasDefault: true },
      active: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', member_id: 'organization_members' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  document_filters: {
    columns: {
      document_id: { type: 'integer', nullable: false, hasDefault: false },
      search_filter_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { document_id: 'documents', search_filter_id: 'search_filters' },
    primaryKey: ['document_id', 'search_filter_id'],
    searchConfig: null,
  },
  document_tags: {
    columns: {
      document_id: { type: 'integer', nullable: false, hasDefault: false },
      tag_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { document_id: 'documents', tag_id: 'tags' },
    primaryKey: ['document_id', 'tag_id'],
    searchConfig: null,
  },
  document_versions: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      document_id: { type: 'integer', nullable: false, hasDefault: false },
      version: { type: 'integer', nullable: false, hasDefault: false },
      content: { type: 'text', nullable: false, hasDefault: false },
      dispatch_user_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', document_id: 'documents', dispatch_user_id: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  documents: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      resource_type: { type: 'text', nullable: true, hasDefault: false },
      resource_id: { type: 'text', nullable: true, hasDefault: false },
      weblink: { type: 'text', nullable: true, hasDefault: false },
      report_id: { type: 'integer', nullable: true, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      evergreen: { type: 'boolean', nullable: false, hasDefault: true },
      evergreen_owner: { type: 'text', nullable: true, hasDefault: false },
      evergreen_reminder_interval: { type: 'integer', nullable: false, hasDefault: true },
      evergreen_last_reminder_at: { type: 'timestamp', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', report_id: 'reports', incident_id: 'incidents', case_id: 'cases' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  email_templates: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      email_template_type: { type: 'text', nullable: false, hasDefault: false },
      welcome_text: { type: 'text', nullable: true, hasDefault: false },
      welcome_body: { type: 'text', nullable: true, hasDefault: false },
      components: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  entities: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      entity_type_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: true, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      value: { type: 'text', nullable: true, hasDefault: false },
      source: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', entity_type_id: 'entity_types' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  entity_types: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      jpath: { type: 'text', nullable: true, hasDefault: false },
      regular_expression: { type: 'text', nullable: true, hasDefault: false },
      scope: { type: 'text', nullable: false, hasDefault: true },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  events: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      uuid: { type: 'uuid', nullable: false, hasDefault: false },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      started_at: { type: 'timestamp', nullable: false, hasDefault: false },
      ended_at: { type: 'timestamp', nullable: false, hasDefault: false },
      source: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: false, hasDefault: false },
      details: { type: 'json', nullable: false, hasDefault: true },
      type: { type: 'text', nullable: false, hasDefault: true },
      owner: { type: 'text', nullable: true, hasDefault: false },
      pinned: { type: 'boolean', nullable: false, hasDefault: true },
      individual_id: { type: 'integer', nullable: true, hasDefault: false },
      dispatch_user_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
      signal_id: { type: 'integer', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', case_id: 'cases', individual_id: 'individual_contacts', dispatch_user_id: 'users', signal_id: 'signals' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  feedback: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      participant_id: { type: 'integer', nullable: true, hasDefault: false },
      rating: { type: 'text', nullable: false, hasDefault: false },
      feedback: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
      reported_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', incident_id: 'incidents', case_id: 'cases', participant_id: 'participants' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  files: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      storage_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      content_type: { type: 'text', nullable: false, hasDefault: false },
      size: { type: 'bigint', nullable: false, hasDefault: false },
      sha256: { type: 'text', nullable: false, hasDefault: false },
      path: { type: 'text', nullable: false, hasDefault: false },
      individual_contact_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', storage_id: 'storages', individual_contact_id: 'individual_contacts' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  form_types: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      form_schema: { type: 'text', nullable: true, hasDefault: false },
      attorney_form_schema: { type: 'text', nullable: true, hasDefault: false },
      scoring_schema: { type: 'text', nullable: true, hasDefault: false },
      creator_id: { type: 'integer', nullable: true, hasDefault: false },
      service_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', creator_id: 'individual_contacts', service_id: 'services' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  forms: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      form_type_id: { type: 'integer', nullable: true, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      creator_id: { type: 'integer', nullable: true, hasDefault: false },
      form_data: { type: 'text', nullable: true, hasDefault: false },
      status: { type: 'text', nullable: false, hasDefault: true },
      attorney_status: { type: 'text', nullable: false, hasDefault: true },
      attorney_questions: { type: 'text', nullable: true, hasDefault: false },
      attorney_analysis: { type: 'text', nullable: true, hasDefault: false },
      attorney_form_data: { type: 'text', nullable: true, hasDefault: false },
      score: { type: 'integer', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', form_type_id: 'form_types', incident_id: 'incidents', creator_id: 'individual_contacts' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  group_mappings: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      connection: { type: 'text', nullable: false, hasDefault: true },
      group_id: { type: 'text', nullable: false, hasDefault: false },
      role: { type: 'text', nullable: false, hasDefault: false },
      read_only: { type: 'boolean', nullable: false, hasDefault: true },
      projects: { type: 'json', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  group_members: {
    columns: {
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      group_email: { type: 'text', nullable: false, hasDefault: false },
      email: { type: 'text', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations' },
    primaryKey: ['organization_id', 'group_email', 'email'],
    searchConfig: null,
  },
  groups: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      kind: { type: 'text', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      email: { type: 'text', nullable: false, hasDefault: false },
      resource_type: { type: 'text', nullable: true, hasDefault: false },
      resource_id: { type: 'text', nullable: true, hasDefault: false },
      weblink: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', case_id: 'cases' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  incident_cost_types: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      category: { type: 'text', nullable: true, hasDefault: false },
      details: { type: 'json', nullable: false, hasDefault: true },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      editable: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  incident_costs: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      incident_cost_type_id: { type: 'integer', nullable: false, hasDefault: false },
      amount: { type: 'number', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
      calculated: { type: 'boolean', nullable: false, hasDefault: true },
    },
    references: { organization_id: 'organizations', project_id: 'projects', incident_id: 'incidents', incident_cost_type_id: 'incident_cost_types' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  incident_duplicates: {
    columns: {
      incident_id: { type: 'integer', nullable: false, hasDefault: false },
      duplicate_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { incident_id: 'incidents', duplicate_id: 'incidents' },
    primaryKey: ['incident_id', 'duplicate_id'],
    searchConfig: null,
  },
  incident_priorities: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      page_commander: { type: 'boolean', nullable: false, hasDefault: true },
      color: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      disable_delayed_message_warning: { type: 'boolean', nullable: false, hasDefault: true },
      tactical_report_reminder: { type: 'integer', nullable: false, hasDefault: true },
      executive_report_reminder: { type: 'integer', nullable: false, hasDefault: true },
      view_order: { type: 'integer', nullable: false, hasDefault: true },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  incident_role_incident_priorities: {
    columns: {
      incident_role_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_priority_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { incident_role_id: 'incident_roles', incident_priority_id: 'incident_priorities' },
    primaryKey: ['incident_role_id', 'incident_priority_id'],
    searchConfig: null,
  },
  incident_role_incident_types: {
    columns: {
      incident_role_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_type_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { incident_role_id: 'incident_roles', incident_type_id: 'incident_types' },
    primaryKey: ['incident_role_id', 'incident_type_id'],
    searchConfig: null,
  },
  incident_role_tags: {
    columns: {
      incident_role_id: { type: 'integer', nullable: false, hasDefault: false },
      tag_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { incident_role_id: 'incident_roles', tag_id: 'tags' },
    primaryKey: ['incident_role_id', 'tag_id'],
    searchConfig: null,
  },
  incident_roles: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      role: { type: 'text', nullable: false, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      order: { type: 'integer', nullable: false, hasDefault: false },
      service_id: { type: 'integer', nullable: true, hasDefault: false },
      individual_contact_id: { type: 'integer', nullable: true, hasDefault: false },
      engage_next_oncall: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', service_id: 'services', individual_contact_id: 'individual_contacts' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  incident_severities: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      color: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      allowed_for_stable_incidents: { type: 'boolean', nullable: false, hasDefault: true },
      view_order: { type: 'integer', nullable: false, hasDefault: true },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  incident_status_changes: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: false, hasDefault: false },
      status: { type: 'text', nullable: false, hasDefault: false },
      changed_at: { type: 'timestamp', nullable: false, hasDefault: false },
      dispatch_user_id: { type: 'integer', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', dispatch_user_id: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  incident_tags: {
    columns: {
      incident_id: { type: 'integer', nullable: false, hasDefault: false },
      tag_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { incident_id: 'incidents', tag_id: 'tags' },
    primaryKey: ['incident_id', 'tag_id'],
    searchConfig: null,
  },
  incident_terms: {
    columns: {
      incident_id: { type: 'integer', nullable: false, hasDefault: false },
      term_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { incident_id: 'incidents', term_id: 'terms' },
    primaryKey: ['incident_id', 'term_id'],
    searchConfig: null,
  },
  incident_type_changes: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_type_id: { type: 'integer', nullable: false, hasDefault: false },
      changed_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', incident_type_id: 'incident_types' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  incident_type_cost_models: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_type_id: { type: 'integer', nullable: false, hasDefault: false },
      cost_model_id: { type: 'integer', nullable: true, hasDefault: false },
      changed_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_type_id: 'incident_types', cost_model_id: 'cost_models' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  incident_types: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      visibility: { type: 'text', nullable: false, hasDefault: true },
      exclude_from_metrics: { type: 'boolean', nullable: false, hasDefault: true },
      exclude_from_reminders: { type: 'boolean', nullable: false, hasDefault: true },
      exclude_from_review: { type: 'boolean', nullable: false, hasDefault: true },
      plugin_metadata: { type: 'json', nullable: false, hasDefault: true },
      task_plugin_metadata: { type: 'json', nullable: false, hasDefault: true },
      generate_read_in_summary: { type: 'boolean', nullable: false, hasDefault: true },
      incident_template_document_id: { type: 'integer', nullable: true, hasDefault: false },
      executive_template_document_id: { type: 'integer', nullable: true, hasDefault: false },
      review_template_document_id: { type: 'integer', nullable: true, hasDefault: false },
      tracking_template_document_id: { type: 'integer', nullable: true, hasDefault: false },
      cost_model_id: { type: 'integer', nullable: true, hasDefault: false },
      channel_description: { type: 'text', nullable: true, hasDefault: false },
      description_service_id: { type: 'integer', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', incident_template_document_id: 'documents', executive_template_document_id: 'documents', review_template_document_id: 'documents', tracking_template_document_id: 'documents', cost_model_id: 'cost_models', description_service_id: 'services' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  incidents: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      title: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: false, hasDefault: false },
      resolution: { type: 'text', nullable: false, hasDefault: false },
      status: { type: 'text', nullable: false, hasDefault: true },
      visibility: { type: 'text', nullable: false, hasDefault: true },
      summary: { type: 'text', nullable: true, hasDefault: false },
      participants_team: { type: 'text', nullable: true, hasDefault: false },
      participants_location: { type: 'text', nullable: true, hasDefault: false },
      commanders_location: { type: 'text', nullable: true, hasDefault: false },
      reporters_location: { type: 'text', nullable: true, hasDefault: false },
      delay_executive_report_reminder: { type: 'timestamp', nullable: true, hasDefault: false },
      delay_tactical_report_reminder: { type: 'timestamp', nullable: true, hasDefault: false },
      reported_at: { type: 'timestamp', nullable: false, hasDefault: false },
      stable_at: { type: 'timestamp', nullable: true, hasDefault: false },
      closed_at: { type: 'timestamp', nullable: true, hasDefault: false },
      incident_priority_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_severity_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_type_id: { type: 'integer', nullable: false, hasDefault: false },
      commander_id: { type: 'integer', nullable: true, hasDefault: false },
      reporter_id: { type: 'integer', nullable: true, hasDefault: false },
      liaison_id: { type: 'integer', nullable: true, hasDefault: false },
      scribe_id: { type: 'integer', nullable: true, hasDefault: false },
      incident_document_id: { type: 'integer', nullable: true, hasDefault: false },
      incident_review_document_id: { type: 'integer', nullable: true, hasDefault: false },
      tactical_group_id: { type: 'integer', nullable: true, hasDefault: false },
      notifications_group_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
      tactical_report_reminded_at: { type: 'timestamp', nullable: true, hasDefault: false },
      executive_report_reminded_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', incident_priority_id: 'incident_priorities', incident_severity_id: 'incident_severities', incident_type_id: 'incident_types', commander_id: 'participants', reporter_id: 'participants', liaison_id: 'participants', scribe_id: 'participants', incident_document_id: 'documents', incident_review_document_id: 'documents', tactical_group_id: 'groups', notifications_group_id: 'groups' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  individual_contact_filters: {
    columns: {
      individual_contact_id: { type: 'integer', nullable: false, hasDefault: false },
      search_filter_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { individual_contact_id: 'individual_contacts', search_filter_id: 'search_filters' },
    primaryKey: ['individual_contact_id', 'search_filter_id'],
    searchConfig: null,
  },
  individual_contacts: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      email: { type: 'text', nullable: false, hasDefault: false },
      is_active: { type: 'boolean', nullable: false, hasDefault: true },
      is_external: { type: 'boolean', nullable: false, hasDefault: true },
      contact_type: { type: 'text', nullable: true, hasDefault: false },
      company: { type: 'text', nullable: true, hasDefault: false },
      notes: { type: 'text', nullable: true, hasDefault: false },
      owner: { type: 'text', nullable: true, hasDefault: false },
      mobile_phone: { type: 'text', nullable: true, hasDefault: false },
      office_phone: { type: 'text', nullable: true, hasDefault: false },
      title: { type: 'text', nullable: true, hasDefault: false },
      weblink: { type: 'text', nullable: true, hasDefault: false },
      external_id: { type: 'text', nullable: true, hasDefault: false },
      team_contact_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', team_contact_id: 'team_contacts' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  invitation_deliveries: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      jti: { type: 'uuid', nullable: false, hasDefault: false },
      invitation_id: { type: 'integer', nullable: false, hasDefault: false },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      channel: { type: 'text', nullable: false, hasDefault: false },
      state: { type: 'text', nullable: false, hasDefault: true },
      attempts: { type: 'integer', nullable: false, hasDefault: true },
      error: { type: 'text', nullable: true, hasDefault: false },
      provider_message_id: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { jti: 'invitation_links', invitation_id: 'invitations', organization_id: 'organizations' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  invitation_keys: {
    columns: {
      kid: { type: 'text', nullable: false, hasDefault: false },
      public_key: { type: 'text', nullable: false, hasDefault: false },
      private_key: { type: 'text', nullable: true, hasDefault: false },
      state: { type: 'text', nullable: false, hasDefault: false },
      published_at: { type: 'timestamp', nullable: false, hasDefault: false },
      active_at: { type: 'timestamp', nullable: true, hasDefault: false },
      retired_at: { type: 'timestamp', nullable: true, hasDefault: false },
      revoked_at: { type: 'timestamp', nullable: true, hasDefault: false },
      verifies_until: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: {},
    primaryKey: ['kid'],
    searchConfig: null,
  },
  invitation_links: {
    columns: {
      jti: { type: 'uuid', nullable: false, hasDefault: false },
      invitation_id: { type: 'integer', nullable: false, hasDefault: false },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      generation: { type: 'integer', nullable: false, hasDefault: false },
      kid: { type: 'text', nullable: false, hasDefault: false },
      email: { type: 'text', nullable: false, hasDefault: false },
      email_key: { type: 'text', nullable: false, hasDefault: false },
      roles: { type: 'text[]', nullable: false, hasDefault: false },
      inviter_id: { type: 'integer', nullable: true, hasDefault: false },
      issued_at: { type: 'timestamp', nullable: false, hasDefault: false },
      expires_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { invitation_id: 'invitations', organization_id: 'organizations', inviter_id: 'users' },
    primaryKey: ['jti'],
    searchConfig: null,
  },
  invitations: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      uid: { type: 'uuid', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      email: { type: 'text', nullable: false, hasDefault: false },
      email_key: { type: 'text', nullable: false, hasDefault: false },
      role: { type: 'text', nullable: false, hasDefault: false },
      read_only: { type: 'boolean', nullable: false, hasDefault: true },
      projects: { type: 'json', nullable: false, hasDefault: true },
      name: { type: 'text', nullable: true, hasDefault: false },
      message: { type: 'text', nullable: true, hasDefault: false },
      locale: { type: 'text', nullable: false, hasDefault: true },
      inviter_id: { type: 'integer', nullable: true, hasDefault: false },
      person_uid: { type: 'uuid', nullable: false, hasDefault: false },
      state: { type: 'text', nullable: false, hasDefault: true },
      generation: { type: 'integer', nullable: false, hasDefault: false },
      current_jti: { type: 'uuid', nullable: false, hasDefault: false },
      issued_at: { type: 'timestamp', nullable: false, hasDefault: false },
      expires_at: { type: 'timestamp', nullable: false, hasDefault: false },
      access_expires_at: { type: 'timestamp', nullable: true, hasDefault: false },
      accepted_at: { type: 'timestamp', nullable: true, hasDefault: false },
      accepted_by: { type: 'integer', nullable: true, hasDefault: false },
      revoked_at: { type: 'timestamp', nullable: true, hasDefault: false },
      revoked_by: { type: 'integer', nullable: true, hasDefault: false },
      declined_at: { type: 'timestamp', nullable: true, hasDefault: false },
      expiry_noted_at: { type: 'timestamp', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', inviter_id: 'users', accepted_by: 'users', revoked_by: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  jobs: {
    columns: {
      id: { type: 'bigint', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: true, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      payload: { type: 'json', nullable: false, hasDefault: true },
      idempotency_key: { type: 'text', nullable: true, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      flow: { type: 'text', nullable: true, hasDefault: false },
      step: { type: 'text', nullable: true, hasDefault: false },
      title: { type: 'text', nullable: true, hasDefault: false },
      after: { type: 'text[]', nullable: false, hasDefault: true },
      status: { type: 'text', nullable: false, hasDefault: false },
      priority: { type: 'integer', nullable: false, hasDefault: true },
      attempts: { type: 'integer', nullable: false, hasDefault: true },
      max_attempts: { type: 'integer', nullable: false, hasDefault: false },
      run_at: { type: 'timestamp', nullable: false, hasDefault: false },
      locked_by: { type: 'integer', nullable: true, hasDefault: false },
      locked_at: { type: 'timestamp', nullable: true, hasDefault: false },
      last_error: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      finished_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', case_id: 'cases' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  live_notes: {
    columns: {
      transaction_id: { type: 'text', nullable: false, hasDefault: true },
      id: { type: 'bigint', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      kind: { type: 'text', nullable: false, hasDefault: false },
      subject_id: { type: 'integer', nullable: false, hasDefault: false },
      topics: { type: 'text[]', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations' },
    primaryKey: ['transaction_id', 'id'],
    searchConfig: null,
  },
  made_resources: {
    columns: {
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      effect_key: { type: 'text', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      resource: { type: 'json', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', case_id: 'cases' },
    primaryKey: ['organization_id', 'effect_key'],
    searchConfig: null,
  },
  mails: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      to: { type: 'text[]', nullable: false, hasDefault: false },
      cc: { type: 'text[]', nullable: false, hasDefault: true },
      subject: { type: 'text', nullable: false, hasDefault: false },
      text: { type: 'text', nullable: false, hasDefault: false },
      html: { type: 'text', nullable: false, hasDefault: false },
      status: { type: 'text', nullable: false, hasDefault: false },
      idempotency_key: { type: 'text', nullable: false, hasDefault: false },
      last_error: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      sent_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', case_id: 'cases' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  messages: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      conversation_id: { type: 'integer', nullable: false, hasDefault: false },
      kind: { type: 'text', nullable: false, hasDefault: false },
      body: { type: 'text', nullable: false, hasDefault: false },
      individual_contact_id: { type: 'integer', nullable: true, hasDefault: false },
      only_to: { type: 'text', nullable: true, hasDefault: false },
      pinned: { type: 'boolean', nullable: false, hasDefault: true },
      decision: { type: 'boolean', nullable: false, hasDefault: true },
      idempotency_key: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      edited_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', conversation_id: 'conversations', individual_contact_id: 'individual_contacts' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  mfa_challenges: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      challenge_id: { type: 'uuid', nullable: false, hasDefault: false },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      requested_by_id: { type: 'integer', nullable: true, hasDefault: false },
      action: { type: 'text', nullable: false, hasDefault: false },
      title: { type: 'text', nullable: false, hasDefault: false },
      detail: { type: 'text', nullable: true, hasDefault: false },
      weblink: { type: 'text', nullable: true, hasDefault: false },
      status: { type: 'text', nullable: false, hasDefault: true },
      continuation: { type: 'json', nullable: false, hasDefault: false },
      reference: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      expires_at: { type: 'timestamp', nullable: false, hasDefault: false },
      decided_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', dispatch_user_id: 'users', requested_by_id: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  notification_filters: {
    columns: {
      notification_id: { type: 'integer', nullable: false, hasDefault: false },
      search_filter_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { notification_id: 'notifications', search_filter_id: 'search_filters' },
    primaryKey: ['notification_id', 'search_filter_id'],
    searchConfig: null,
  },
  notifications: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      type: { type: 'text', nullable: false, hasDefault: false },
      target: { type: 'text', nullable: false, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      evergreen: { type: 'boolean', nullable: false, hasDefault: true },
      evergreen_owner: { type: 'text', nullable: true, hasDefault: false },
      evergreen_reminder_interval: { type: 'integer', nullable: false, hasDefault: true },
      evergreen_last_reminder_at: { type: 'timestamp', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  organization_members: {
    columns: {
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      role: { type: 'text', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
      id: { type: 'integer', nullable: false, hasDefault: true },
      read_only: { type: 'boolean', nullable: false, hasDefault: true },
      status: { type: 'text', nullable: false, hasDefault: true },
      source: { type: 'text', nullable: false, hasDefault: true },
      managed_by_directory: { type: 'boolean', nullable: false, hasDefault: true },
      expires_at: { type: 'timestamp', nullable: true, hasDefault: false },
      left_at: { type: 'timestamp', nullable: true, hasDefault: false },
      confined: { type: 'boolean', nullable: false, hasDefault: true },
    },
    references: { dispatch_user_id: 'users', organization_id: 'organizations' },
    primaryKey: ['dispatch_user_id', 'organization_id'],
    searchConfig: null,
  },
  organizations: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      name: { type: 'text', nullable: false, hasDefault: false },
      slug: { type: 'text', nullable: false, hasDefault: false },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      description: { type: 'text', nullable: true, hasDefault: false },
      banner_enabled: { type: 'boolean', nullable: false, hasDefault: true },
      banner_color: { type: 'text', nullable: true, hasDefault: false },
      banner_text: { type: 'text', nullable: true, hasDefault: false },
      status: { type: 'text', nullable: false, hasDefault: true },
      uid: { type: 'uuid', nullable: false, hasDefault: true },
      seat_limit: { type: 'integer', nullable: true, hasDefault: false },
      links_not_before: { type: 'timestamp', nullable: true, hasDefault: false },
      revoke_with_inviter: { type: 'boolean', nullable: false, hasDefault: true },
    },
    references: {},
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  owner_links: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      token_hash: { type: 'text', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      expires_at: { type: 'timestamp', nullable: false, hasDefault: false },
      used_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: {},
    primaryKey: ['id'],
    searchConfig: null,
  },
  pages: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      service_id: { type: 'integer', nullable: true, hasDefault: false },
      email: { type: 'text', nullable: false, hasDefault: false },
      title: { type: 'text', nullable: false, hasDefault: false },
      message: { type: 'text', nullable: false, hasDefault: false },
      idempotency_key: { type: 'text', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      acknowledged_at: { type: 'timestamp', nullable: true, hasDefault: false },
      acknowledged_by_id: { type: 'integer', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', case_id: 'cases', service_id: 'services', acknowledged_by_id: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  participant_activities: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      participant_id: { type: 'integer', nullable: false, hasDefault: false },
      plugin_event_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      started_at: { type: 'timestamp', nullable: false, hasDefault: false },
      external_id: { type: 'text', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', participant_id: 'participants', plugin_event_id: 'plugin_events', incident_id: 'incidents', case_id: 'cases' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  participant_roles: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      participant_id: { type: 'integer', nullable: false, hasDefault: false },
      role: { type: 'text', nullable: false, hasDefault: true },
      activity: { type: 'integer', nullable: false, hasDefault: true },
      assumed_at: { type: 'timestamp', nullable: false, hasDefault: false },
      renounced_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', participant_id: 'participants' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  participants: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      individual_contact_id: { type: 'integer', nullable: false, hasDefault: false },
      service_id: { type: 'integer', nullable: true, hasDefault: false },
      team: { type: 'text', nullable: true, hasDefault: false },
      department: { type: 'text', nullable: true, hasDefault: false },
      location: { type: 'text', nullable: true, hasDefault: false },
      added_by_id: { type: 'integer', nullable: true, hasDefault: false },
      added_reason: { type: 'text', nullable: true, hasDefault: false },
      after_hours_notification: { type: 'boolean', nullable: false, hasDefault: true },
      user_conversation_id: { type: 'text', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', case_id: 'cases', individual_contact_id: 'individual_contacts', service_id: 'services', added_by_id: 'participants' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  passkey_challenges: {
    columns: {
      challenge: { type: 'text', nullable: false, hasDefault: false },
      browser_hash: { type: 'text', nullable: false, hasDefault: false },
      purpose: { type: 'text', nullable: false, hasDefault: false },
      dispatch_user_id: { type: 'integer', nullable: true, hasDefault: false },
      expires_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { dispatch_user_id: 'users' },
    primaryKey: ['challenge'],
    searchConfig: null,
  },
  passkeys: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      credential_id: { type: 'text', nullable: false, hasDefault: false },
      public_key: { type: 'text', nullable: false, hasDefault: false },
      counter: { type: 'bigint', nullable: false, hasDefault: false },
      transports: { type: 'text[]', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      used_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { dispatch_user_id: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  password_resets: {
    columns: {
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      token_hash: { type: 'text', nullable: false, hasDefault: false },
      tokens_valid_after: { type: 'timestamp', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      expires_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { dispatch_user_id: 'users' },
    primaryKey: ['dispatch_user_id'],
    searchConfig: null,
  },
  plugin_events: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      name: { type: 'text', nullable: false, hasDefault: false },
      slug: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      plugin_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { plugin_id: 'plugins' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  plugin_instances: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      plugin_id: { type: 'integer', nullable: false, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      configuration: { type: 'text', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', plugin_id: 'plugins' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  plugins: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      title: { type: 'text', nullable: false, hasDefault: false },
      slug: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      version: { type: 'text', nullable: true, hasDefault: false },
      author: { type: 'text', nullable: false, hasDefault: false },
      author_url: { type: 'text', nullable: false, hasDefault: false },
      type: { type: 'text', nullable: false, hasDefault: false },
      multiple: { type: 'boolean', nullable: false, hasDefault: true },
      configuration_schema: { type: 'json', nullable: true, hasDefault: false },
      installed: { type: 'boolean', nullable: false, hasDefault: true },
    },
    references: {},
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  project_members: {
    columns: {
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      role: { type: 'text', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { dispatch_user_id: 'users', project_id: 'projects', organization_id: 'organizations' },
    primaryKey: ['dispatch_user_id', 'project_id'],
    searchConfig: null,
  },
  projects: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      display_name: { type: 'text', nullable: false, hasDefault: true },
      description: { type: 'text', nullable: true, hasDefault: false },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      color: { type: 'text', nullable: true, hasDefault: false },
      annual_employee_cost: { type: 'integer', nullable: false, hasDefault: true },
      business_year_hours: { type: 'integer', nullable: false, hasDefault: true },
      owner_email: { type: 'text', nullable: true, hasDefault: false },
      owner_conversation: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      allow_self_join: { type: 'boolean', nullable: false, hasDefault: true },
      send_daily_reports: { type: 'boolean', nullable: false, hasDefault: true },
      send_weekly_reports: { type: 'boolean', nullable: false, hasDefault: true },
      weekly_report_notification_id: { type: 'integer', nullable: true, hasDefault: false },
      select_commander_visibility: { type: 'boolean', nullable: false, hasDefault: true },
      stable_priority_id: { type: 'integer', nullable: true, hasDefault: false },
      storage_folder_one: { type: 'text', nullable: true, hasDefault: false },
      storage_folder_two: { type: 'text', nullable: true, hasDefault: false },
      storage_use_folder_one_as_primary: { type: 'boolean', nullable: false, hasDefault: true },
      storage_use_title: { type: 'boolean', nullable: false, hasDefault: true },
      report_incident_instructions: { type: 'text', nullable: true, hasDefault: false },
      report_incident_title_hint: { type: 'text', nullable: true, hasDefault: false },
      report_incident_description_hint: { type: 'text', nullable: true, hasDefault: false },
      suggest_security_event_over_incident: { type: 'boolean', nullable: false, hasDefault: true },
      snooze_extension_oncall_service_id: { type: 'integer', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', weekly_report_notification_id: 'notifications', stable_priority_id: 'incident_priorities', snooze_extension_oncall_service_id: 'services' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  prompts: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      genai_type: { type: 'integer', nullable: false, hasDefault: false },
      genai_prompt: { type: 'text', nullable: false, hasDefault: false },
      genai_system_message: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  queries: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      source_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      text: { type: 'text', nullable: true, hasDefault: false },
      language: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', source_id: 'sources' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  query_tags: {
    columns: {
      query_id: { type: 'integer', nullable: false, hasDefault: false },
      tag_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { query_id: 'queries', tag_id: 'tags' },
    primaryKey: ['query_id', 'tag_id'],
    searchConfig: null,
  },
  rate_limits: {
    columns: {
      key: { type: 'text', nullable: false, hasDefault: false },
      attempts: { type: 'integer', nullable: false, hasDefault: false },
      expires_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: {},
    primaryKey: ['key'],
    searchConfig: null,
  },
  recovery_codes: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      code_hash: { type: 'text', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      used_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { dispatch_user_id: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  reports: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: false, hasDefault: false },
      participant_id: { type: 'integer', nullable: true, hasDefault: false },
      type: { type: 'text', nullable: false, hasDefault: true },
      details: { type: 'json', nullable: false, hasDefault: true },
      details_raw: { type: 'text', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', participant_id: 'participants' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  rotation_members: {
    columns: {
      service_id: { type: 'integer', nullable: false, hasDefault: false },
      position: { type: 'integer', nullable: false, hasDefault: false },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      individual_contact_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { service_id: 'rotations', organization_id: 'organizations', individual_contact_id: 'individual_contacts' },
    primaryKey: ['service_id', 'position'],
    searchConfig: null,
  },
  rotations: {
    columns: {
      service_id: { type: 'integer', nullable: false, hasDefault: false },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      starts_at: { type: 'timestamp', nullable: false, hasDefault: false },
      shift_hours: { type: 'integer', nullable: false, hasDefault: false },
      changed_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { service_id: 'services', organization_id: 'organizations' },
    primaryKey: ['service_id'],
    searchConfig: null,
  },
  schedules: {
    columns: {
      name: { type: 'text', nullable: false, hasDefault: false },
      next_run_at: { type: 'timestamp', nullable: false, hasDefault: false },
      last_run_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: {},
    primaryKey: ['name'],
    searchConfig: null,
  },
  scim_tokens: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      token_hash: { type: 'text', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      last_used_at: { type: 'timestamp', nullable: true, hasDefault: false },
      revoked_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  search_filters: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      expression: { type: 'json', nullable: false, hasDefault: true },
      creator_id: { type: 'integer', nullable: true, hasDefault: false },
      subject: { type: 'text', nullable: false, hasDefault: true },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', creator_id: 'users' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  service_feedback: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      individual_contact_id: { type: 'integer', nullable: true, hasDefault: false },
      schedule: { type: 'text', nullable: true, hasDefault: false },
      hours: { type: 'number', nullable: true, hasDefault: false },
      shift_start_at: { type: 'timestamp', nullable: true, hasDefault: false },
      shift_end_at: { type: 'timestamp', nullable: true, hasDefault: false },
      details: { type: 'json', nullable: false, hasDefault: true },
      rating: { type: 'text', nullable: false, hasDefault: false },
      feedback: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', individual_contact_id: 'individual_contacts' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  service_filters: {
    columns: {
      service_id: { type: 'integer', nullable: false, hasDefault: false },
      search_filter_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { service_id: 'services', search_filter_id: 'search_filters' },
    primaryKey: ['service_id', 'search_filter_id'],
    searchConfig: null,
  },
  services: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      type: { type: 'text', nullable: false, hasDefault: true },
      description: { type: 'text', nullable: true, hasDefault: false },
      external_id: { type: 'text', nullable: false, hasDefault: false },
      is_active: { type: 'boolean', nullable: false, hasDefault: true },
      health_metrics: { type: 'boolean', nullable: false, hasDefault: true },
      shift_hours_type: { type: 'integer', nullable: false, hasDefault: true },
      evergreen: { type: 'boolean', nullable: false, hasDefault: true },
      evergreen_owner: { type: 'text', nullable: true, hasDefault: false },
      evergreen_reminder_interval: { type: 'integer', nullable: false, hasDefault: true },
      evergreen_last_reminder_at: { type: 'timestamp', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  sessions: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      token_hash: { type: 'text', nullable: false, hasDefault: false },
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      method: { type: 'text', nullable: false, hasDefault: false },
      address: { type: 'text', nullable: false, hasDefault: false },
      agent: { type: 'text', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      seen_at: { type: 'timestamp', nullable: false, hasDefault: false },
      ends_at: { type: 'timestamp', nullable: false, hasDefault: false },
      awaits_factor: { type: 'boolean', nullable: false, hasDefault: true },
      provider_issuer: { type: 'text', nullable: true, hasDefault: false },
      provider_subject: { type: 'text', nullable: true, hasDefault: false },
      provider_session: { type: 'text', nullable: true, hasDefault: false },
      provider_grant: { type: 'text', nullable: true, hasDefault: false },
      organization_id: { type: 'integer', nullable: true, hasDefault: false },
    },
    references: { dispatch_user_id: 'users', organization_id: 'organizations' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  signal_engagement_requests: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      case_id: { type: 'integer', nullable: false, hasDefault: false },
      signal_engagement_id: { type: 'integer', nullable: false, hasDefault: false },
      signal_instance_id: { type: 'uuid', nullable: false, hasDefault: false },
      email: { type: 'text', nullable: false, hasDefault: false },
      status: { type: 'text', nullable: false, hasDefault: true },
      context: { type: 'text', nullable: true, hasDefault: false },
      answered_at: { type: 'timestamp', nullable: true, hasDefault: false },
      answered_by_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      challenge_id: { type: 'uuid', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', case_id: 'cases', signal_engagement_id: 'signal_engagements', signal_instance_id: 'signal_instances', answered_by_id: 'users', challenge_id: 'mfa_challenges' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  signal_engagements: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      message: { type: 'text', nullable: true, hasDefault: false },
      require_mfa: { type: 'boolean', nullable: false, hasDefault: true },
      entity_type_id: { type: 'integer', nullable: true, hasDefault: false },
      creator_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', entity_type_id: 'entity_types', creator_id: 'users' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  signal_entity_types: {
    columns: {
      signal_id: { type: 'integer', nullable: false, hasDefault: false },
      entity_type_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { signal_id: 'signals', entity_type_id: 'entity_types' },
    primaryKey: ['signal_id', 'entity_type_id'],
    searchConfig: null,
  },
  signal_filters: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      expression: { type: 'json', nullable: false, hasDefault: true },
      mode: { type: 'text', nullable: false, hasDefault: true },
      action: { type: 'text', nullable: false, hasDefault: false },
      expiration: { type: 'timestamp', nullable: true, hasDefault: false },
      window: { type: 'integer', nullable: false, hasDefault: true },
      creator_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', creator_id: 'users' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  signal_instance_entities: {
    columns: {
      signal_instance_id: { type: 'uuid', nullable: false, hasDefault: false },
      entity_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { signal_instance_id: 'signal_instances', entity_id: 'entities' },
    primaryKey: ['signal_instance_id', 'entity_id'],
    searchConfig: null,
  },
  signal_instances: {
    columns: {
      id: { type: 'uuid', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      signal_id: { type: 'integer', nullable: false, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      case_type_id: { type: 'integer', nullable: true, hasDefault: false },
      case_priority_id: { type: 'integer', nullable: true, hasDefault: false },
      oncall_service_id: { type: 'integer', nullable: true, hasDefault: false },
      conversation_target: { type: 'text', nullable: true, hasDefault: false },
      filter_action: { type: 'text', nullable: true, hasDefault: false },
      canary: { type: 'boolean', nullable: false, hasDefault: true },
      external_id: { type: 'text', nullable: true, hasDefault: false },
      raw: { type: 'json', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', signal_id: 'signals', case_id: 'cases', case_type_id: 'case_types', case_priority_id: 'case_priorities', oncall_service_id: 'services' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  signal_tags: {
    columns: {
      signal_id: { type: 'integer', nullable: false, hasDefault: false },
      tag_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { signal_id: 'signals', tag_id: 'tags' },
    primaryKey: ['signal_id', 'tag_id'],
    searchConfig: null,
  },
  signal_workflows: {
    columns: {
      signal_id: { type: 'integer', nullable: false, hasDefault: false },
      workflow_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { signal_id: 'signals', workflow_id: 'workflows' },
    primaryKey: ['signal_id', 'workflow_id'],
    searchConfig: null,
  },
  signals: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      owner: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      external_id: { type: 'text', nullable: true, hasDefault: false },
      external_url: { type: 'text', nullable: true, hasDefault: false },
      variant: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      create_case: { type: 'boolean', nullable: false, hasDefault: true },
      default: { type: 'boolean', nullable: false, hasDefault: true },
      conversation_target: { type: 'text', nullable: true, hasDefault: false },
      lifecycle: { type: 'text', nullable: true, hasDefault: false },
      runbook: { type: 'text', nullable: true, hasDefault: false },
      genai_enabled: { type: 'boolean', nullable: false, hasDefault: true },
      genai_model: { type: 'text', nullable: true, hasDefault: false },
      genai_system_message: { type: 'text', nullable: true, hasDefault: false },
      genai_prompt: { type: 'text', nullable: true, hasDefault: false },
      source_id: { type: 'integer', nullable: true, hasDefault: false },
      case_type_id: { type: 'integer', nullable: true, hasDefault: false },
      case_priority_id: { type: 'integer', nullable: true, hasDefault: false },
      oncall_service_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', source_id: 'sources', case_type_id: 'case_types', case_priority_id: 'case_priorities', oncall_service_id: 'services' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  signals_engagements: {
    columns: {
      signal_id: { type: 'integer', nullable: false, hasDefault: false },
      signal_engagement_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { signal_id: 'signals', signal_engagement_id: 'signal_engagements' },
    primaryKey: ['signal_id', 'signal_engagement_id'],
    searchConfig: null,
  },
  signals_filters: {
    columns: {
      signal_id: { type: 'integer', nullable: false, hasDefault: false },
      signal_filter_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { signal_id: 'signals', signal_filter_id: 'signal_filters' },
    primaryKey: ['signal_id', 'signal_filter_id'],
    searchConfig: null,
  },
  source_data_formats: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  source_environments: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  source_incidents: {
    columns: {
      source_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { source_id: 'sources', incident_id: 'incidents' },
    primaryKey: ['source_id', 'incident_id'],
    searchConfig: null,
  },
  source_statuses: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  source_tags: {
    columns: {
      source_id: { type: 'integer', nullable: false, hasDefault: false },
      tag_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { source_id: 'sources', tag_id: 'tags' },
    primaryKey: ['source_id', 'tag_id'],
    searchConfig: null,
  },
  source_transports: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  source_types: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  sources: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      data_last_loaded_at: { type: 'timestamp', nullable: true, hasDefault: false },
      sampling_rate: { type: 'integer', nullable: true, hasDefault: false },
      source_schema: { type: 'text', nullable: true, hasDefault: false },
      documentation: { type: 'text', nullable: true, hasDefault: false },
      retention: { type: 'integer', nullable: true, hasDefault: false },
      delay: { type: 'integer', nullable: true, hasDefault: false },
      size: { type: 'bigint', nullable: true, hasDefault: false },
      external_id: { type: 'text', nullable: true, hasDefault: false },
      aggregated: { type: 'boolean', nullable: false, hasDefault: true },
      links: { type: 'json', nullable: false, hasDefault: true },
      cost: { type: 'number', nullable: true, hasDefault: false },
      owner_id: { type: 'integer', nullable: true, hasDefault: false },
      source_type_id: { type: 'integer', nullable: true, hasDefault: false },
      source_status_id: { type: 'integer', nullable: true, hasDefault: false },
      source_environment_id: { type: 'integer', nullable: true, hasDefault: false },
      source_data_format_id: { type: 'integer', nullable: true, hasDefault: false },
      source_transport_id: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', owner_id: 'services', source_type_id: 'source_types', source_status_id: 'source_statuses', source_environment_id: 'source_environments', source_data_format_id: 'source_data_formats', source_transport_id: 'source_transports' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  storages: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      resource_type: { type: 'text', nullable: true, hasDefault: false },
      resource_id: { type: 'text', nullable: true, hasDefault: false },
      weblink: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', case_id: 'cases' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  tag_types: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      exclusive: { type: 'boolean', nullable: false, hasDefault: true },
      required: { type: 'boolean', nullable: false, hasDefault: true },
      discoverable_case: { type: 'boolean', nullable: false, hasDefault: true },
      discoverable_incident: { type: 'boolean', nullable: false, hasDefault: true },
      discoverable_query: { type: 'boolean', nullable: false, hasDefault: true },
      discoverable_signal: { type: 'boolean', nullable: false, hasDefault: true },
      discoverable_source: { type: 'boolean', nullable: false, hasDefault: true },
      discoverable_document: { type: 'boolean', nullable: false, hasDefault: true },
      color: { type: 'text', nullable: true, hasDefault: false },
      icon: { type: 'text', nullable: true, hasDefault: false },
      use_for_project_folder: { type: 'boolean', nullable: false, hasDefault: true },
      genai_suggestions: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  tags: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      tag_type_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      uri: { type: 'text', nullable: true, hasDefault: false },
      source: { type: 'text', nullable: true, hasDefault: false },
      external_id: { type: 'text', nullable: true, hasDefault: false },
      discoverable: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', tag_type_id: 'tag_types' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  task_assignees: {
    columns: {
      task_id: { type: 'integer', nullable: false, hasDefault: false },
      participant_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { task_id: 'tasks', participant_id: 'participants' },
    primaryKey: ['task_id', 'participant_id'],
    searchConfig: null,
  },
  tasks: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: false, hasDefault: false },
      creator_id: { type: 'integer', nullable: true, hasDefault: false },
      owner_id: { type: 'integer', nullable: true, hasDefault: false },
      description: { type: 'text', nullable: false, hasDefault: false },
      source: { type: 'text', nullable: false, hasDefault: true },
      priority: { type: 'text', nullable: false, hasDefault: true },
      status: { type: 'text', nullable: false, hasDefault: true },
      resolved_at: { type: 'timestamp', nullable: true, hasDefault: false },
      resolve_by: { type: 'timestamp', nullable: false, hasDefault: false },
      last_reminder_at: { type: 'timestamp', nullable: true, hasDefault: false },
      reminders: { type: 'boolean', nullable: false, hasDefault: true },
      resource_type: { type: 'text', nullable: true, hasDefault: false },
      resource_id: { type: 'text', nullable: true, hasDefault: false },
      weblink: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', creator_id: 'participants', owner_id: 'participants' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  team_contact_filters: {
    columns: {
      team_contact_id: { type: 'integer', nullable: false, hasDefault: false },
      search_filter_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { team_contact_id: 'team_contacts', search_filter_id: 'search_filters' },
    primaryKey: ['team_contact_id', 'search_filter_id'],
    searchConfig: null,
  },
  team_contacts: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      email: { type: 'text', nullable: false, hasDefault: false },
      is_active: { type: 'boolean', nullable: false, hasDefault: true },
      is_external: { type: 'boolean', nullable: false, hasDefault: true },
      contact_type: { type: 'text', nullable: true, hasDefault: false },
      company: { type: 'text', nullable: true, hasDefault: false },
      notes: { type: 'text', nullable: true, hasDefault: false },
      owner: { type: 'text', nullable: true, hasDefault: false },
      evergreen: { type: 'boolean', nullable: false, hasDefault: true },
      evergreen_owner: { type: 'text', nullable: true, hasDefault: false },
      evergreen_reminder_interval: { type: 'integer', nullable: false, hasDefault: true },
      evergreen_last_reminder_at: { type: 'timestamp', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
  terms: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      text: { type: 'text', nullable: false, hasDefault: false },
      discoverable: { type: 'boolean', nullable: false, hasDefault: true },
    },
    references: { organization_id: 'organizations', project_id: 'projects' },
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  tickets: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      task_id: { type: 'integer', nullable: true, hasDefault: false },
      resource_type: { type: 'text', nullable: true, hasDefault: false },
      resource_id: { type: 'text', nullable: true, hasDefault: false },
      weblink: { type: 'text', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', incident_id: 'incidents', case_id: 'cases', task_id: 'tasks' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  totp_factors: {
    columns: {
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      is_confirmed: { type: 'boolean', nullable: false, hasDefault: false },
      secret: { type: 'text', nullable: false, hasDefault: false },
      last_step: { type: 'integer', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      used_at: { type: 'timestamp', nullable: true, hasDefault: false },
    },
    references: { dispatch_user_id: 'users' },
    primaryKey: ['dispatch_user_id', 'is_confirmed'],
    searchConfig: null,
  },
  user_identities: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      issuer: { type: 'text', nullable: false, hasDefault: false },
      subject: { type: 'text', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { dispatch_user_id: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  user_settings: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      dispatch_user_id: { type: 'integer', nullable: false, hasDefault: false },
      auto_add_to_incident_bridges: { type: 'boolean', nullable: false, hasDefault: true },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { dispatch_user_id: 'users' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  users: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      email: { type: 'text', nullable: false, hasDefault: false },
      password: { type: 'text', nullable: true, hasDefault: false },
      last_mfa_time: { type: 'timestamp', nullable: true, hasDefault: false },
      experimental_features: { type: 'boolean', nullable: false, hasDefault: true },
      disabled_at: { type: 'timestamp', nullable: true, hasDefault: false },
      tokens_valid_after: { type: 'timestamp', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
      kind: { type: 'text', nullable: false, hasDefault: true },
      name: { type: 'text', nullable: true, hasDefault: false },
      signed_up_at: { type: 'timestamp', nullable: true, hasDefault: false },
      signed_up_via: { type: 'text', nullable: true, hasDefault: false },
      instance_scopes: { type: 'text[]', nullable: false, hasDefault: true },
      uid: { type: 'uuid', nullable: false, hasDefault: true },
    },
    references: {},
    primaryKey: ['id'],
    searchConfig: 'simple',
  },
  workflow_instance_artifacts: {
    columns: {
      workflow_instance_id: { type: 'integer', nullable: false, hasDefault: false },
      document_id: { type: 'integer', nullable: false, hasDefault: false },
    },
    references: { workflow_instance_id: 'workflow_instances', document_id: 'documents' },
    primaryKey: ['workflow_instance_id', 'document_id'],
    searchConfig: null,
  },
  workflow_instances: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      workflow_id: { type: 'integer', nullable: true, hasDefault: false },
      incident_id: { type: 'integer', nullable: true, hasDefault: false },
      case_id: { type: 'integer', nullable: true, hasDefault: false },
      signal_id: { type: 'integer', nullable: true, hasDefault: false },
      signal_instance_id: { type: 'uuid', nullable: true, hasDefault: false },
      creator_id: { type: 'integer', nullable: true, hasDefault: false },
      parameters: { type: 'json', nullable: false, hasDefault: true },
      run_reason: { type: 'text', nullable: true, hasDefault: false },
      status: { type: 'text', nullable: false, hasDefault: true },
      resource_type: { type: 'text', nullable: true, hasDefault: false },
      resource_id: { type: 'text', nullable: true, hasDefault: false },
      weblink: { type: 'text', nullable: true, hasDefault: false },
      last_error: { type: 'text', nullable: true, hasDefault: false },
      next_check_at: { type: 'timestamp', nullable: true, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', workflow_id: 'workflows', incident_id: 'incidents', case_id: 'cases', signal_id: 'signals', signal_instance_id: 'signal_instances', creator_id: 'participants' },
    primaryKey: ['id'],
    searchConfig: null,
  },
  workflows: {
    columns: {
      id: { type: 'integer', nullable: false, hasDefault: true },
      organization_id: { type: 'integer', nullable: false, hasDefault: false },
      project_id: { type: 'integer', nullable: false, hasDefault: false },
      plugin_instance_id: { type: 'integer', nullable: false, hasDefault: false },
      name: { type: 'text', nullable: false, hasDefault: false },
      description: { type: 'text', nullable: true, hasDefault: false },
      enabled: { type: 'boolean', nullable: false, hasDefault: true },
      parameters: { type: 'json', nullable: false, hasDefault: true },
      resource_id: { type: 'text', nullable: false, hasDefault: false },
      created_at: { type: 'timestamp', nullable: false, hasDefault: false },
      updated_at: { type: 'timestamp', nullable: false, hasDefault: false },
    },
    references: { organization_id: 'organizations', project_id: 'projects', plugin_instance_id: 'plugin_instances' },
    primaryKey: ['id'],
    searchConfig: 'english',
  },
} as const;
