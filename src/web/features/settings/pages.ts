export const SETTINGS_GROUPS = ['Incidents', 'People', 'Access', 'Knowledge', 'Messages', 'Cost', 'Project'] as const;

/** The settings pages, for navigation, search and the command palette. */
export type SettingsEntry = {
  page: string;
  title: string;
  group: (typeof SETTINGS_GROUPS)[number];
  about: string;
  words?: string;
  /** who may look at it at all; left out: everybody */
  reach?: 'Admin' | 'Manager' | 'Owner';
};

export const SETTINGS_PAGES: SettingsEntry[] = [
  {
    page: 'incident-types',
    title: 'Incident types',
    group: 'Incidents',
    about: 'Kinds of incidents, their templates and cost model',
    words: 'templates kinds',
  },
  {
    page: 'incident-priorities',
    title: 'Priorities',
    group: 'Incidents',
    about: 'How urgent, who is paged, when reports are due',
    words: 'reminder page commander',
  },
  { page: 'incident-severities', title: 'Severities', group: 'Incidents', about: 'How bad it is' },
  {
    page: 'incident-roles',
    title: 'Role policies',
    group: 'Incidents',
    about: 'Who takes which role in which incident',
    words: 'commander liaison scribe',
  },
  { page: 'individuals', title: 'Individuals', group: 'People', about: 'Everybody who can take part', words: 'persons contacts' },
  { page: 'teams', title: 'Teams', group: 'People', about: 'Distribution lists that are told', words: 'contacts' },
  {
    page: 'services',
    title: 'On-call services',
    group: 'People',
    about: 'Rotations: who is on call now and next',
    words: 'rotation shift pager',
  },
  {
    page: 'members',
    title: 'Members',
    group: 'Access',
    about: 'Who may come in, and what they may do',
    words: 'users accounts roles passwords suspend remove sessions',
  },
  {
    page: 'invitations',
    title: 'Invitations',
    group: 'Access',
    about: 'Who was promised a place, and how far that has come',
    words: 'invite add people csv links seats',
    reach: 'Admin',
  },
  { page: 'roles', title: 'Roles and scopes', group: 'Access', about: 'What each role may do', words: 'permissions rights' },
  {
    page: 'api-keys',
    title: 'API keys',
    group: 'Access',
    about: 'Service accounts: what programs act as, and their keys',
    words: 'tokens service accounts automation programs secrets',
    reach: 'Manager',
  },
  {
    page: 'directory',
    title: 'Directory',
    group: 'Access',
    about: 'Members from Entra ID or Okta, and what their groups give',
    words: 'scim provisioning okta entra azure groups mapping',
    reach: 'Owner',
  },
  {
    page: 'audit',
    title: 'Audit log',
    group: 'Access',
    about: 'Who changed whose access, and what was refused',
    words: 'log history export security',
    reach: 'Admin',
  },
  {
    page: 'sign-in',
    title: 'Sign-in',
    group: 'Access',
    about: 'How people get in, and trying out a provider',
    words: 'oidc openid sso login provider okta auth0 keycloak entra google',
  },
  { page: 'tag-types', title: 'Tag types', group: 'Knowledge', about: 'Groups of tags and where they apply' },
  { page: 'tags', title: 'Tags', group: 'Knowledge', about: 'Words that incidents are found by' },
  {
    page: 'documents',
    title: 'Documents and templates',
    group: 'Knowledge',
    about: 'What new documents begin with, runbooks, answers',
    words: 'runbooks faq review',
  },
  { page: 'terms', title: 'Terms', group: 'Knowledge', about: 'Words of your house that need explaining' },
  { page: 'definitions', title: 'Definitions', group: 'Knowledge', about: 'What those words mean' },
  { page: 'notifications', title: 'Notifications', group: 'Messages', about: 'Who hears of which incidents', words: 'mail channel' },
  {
    page: 'search-filters',
    title: 'Search filters',
    group: 'Messages',
    about: 'Conditions that notifications and people use',
    words: 'saved views',
  },
  { page: 'cost-types', title: 'Cost types', group: 'Cost', about: 'What incidents cost, by kind' },
  { page: 'cost-models', title: 'Cost models', group: 'Cost', about: 'Which activities count as response time' },
  {
    page: 'plugins',
    title: 'Plug-ins',
    group: 'Project',
    about: 'Other systems, switched on per project',
    words: 'integrations slack jira pagerduty',
  },
  {
    page: 'project',
    title: 'Project',
    group: 'Project',
    about: 'Names, reports, storage, what a report form says',
    words: 'name reports folders instructions',
  },
  { page: 'projects', title: 'All projects', group: 'Project', about: 'Every project of the organization', words: 'create new' },
  {
    page: 'organization',
    title: 'Organization',
    group: 'Project',
    about: 'Description and the banner everybody sees',
    words: 'banner name announcement',
  },
];
