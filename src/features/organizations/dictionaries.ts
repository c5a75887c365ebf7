/*
 * What a new project starts with. Names, numbers, colours and flags are those of the reference, so that its clients find what they expect;
 * the descriptions are ours.
 */

const GREY = '#9e9e9e';
const GREEN = '#8bc34a';
const YELLOW = '#ffeb3b';
const ORANGE = '#ff9800';
const RED = '#e53935';

export const INCIDENT_TYPE = {
  name: 'Default',
  description: 'For incidents that no other type describes better.',
  visibility: 'Open',
  default: true,
} as const;

export const INCIDENT_PRIORITIES = [
  {
    name: 'Low',
    description: 'Needs attention during working hours until it is stable.',
    view_order: 1,
    color: GREEN,
    default: true,
    tactical_report_reminder: 12,
    executive_report_reminder: 9999,
  },
  {
    name: 'Medium',
    description: 'Needs full attention during waking hours, weekends included.',
    view_order: 2,
    color: ORANGE,
    default: false,
    tactical_report_reminder: 6,
    executive_report_reminder: 12,
  },
  {
    name: 'High',
    description: 'Needs full attention around the clock and comes before all other work.',
    view_order: 3,
    color: RED,
    default: false,
    tactical_report_reminder: 2,
    executive_report_reminder: 6,
  },
];

/** The same five for incidents and cases. */
export const SEVERITIES = [
  { name: 'Undetermined', description: 'How bad it is has not been found out yet.', view_order: 1, color: GREY, default: true },
  { name: 'Low', description: 'Little harm, to few.', view_order: 2, color: GREEN, default: false },
  { name: 'Medium', description: 'Noticeable harm, or harm to many.', view_order: 3, color: YELLOW, default: false },
  { name: 'High', description: 'Serious harm to many, or to what matters most.', view_order: 4, color: ORANGE, default: false },
  { name: 'Critical', description: 'Harm that threatens the organization itself.', view_order: 5, color: RED, default: false },
];

export const INCIDENT_COST_TYPE = {
  name: 'Response Cost',
  description: 'The time people spend on responding, calculated.',
  category: 'Primary',
  default: true,
  editable: false,
};

export const CASE_COST_TYPES = [
  {
    name: 'Response Cost',
    description: 'The time people spend on responding, calculated (classic cost model).',
    category: 'Primary',
    model_type: 'Classic',
    editable: false,
  },
  {
    name: 'Response Cost',
    description: 'The time people spend on responding, calculated (new cost model).',
    category: 'Primary',
    model_type: 'New',
    editable: false,
  },
];

export const CASE_TYPE = {
  name: 'Default',
  description: 'For cases that no other type describes better.',
  visibility: 'Open',
  default: true,
} as const;

export const CASE_PRIORITIES = [
  { name: 'Low', description: 'Triage it as time permits.', view_order: 1, color: GREEN, default: true },
  { name: 'Medium', description: 'Triage it within 24 hours of its creation.', view_order: 2, color: YELLOW, default: false },
  { name: 'High', description: 'Triage it within 8 hours of its creation.', view_order: 3, color: ORANGE, default: false },
  {
    name: 'Critical',
    description: 'Triage it at once.',
    view_order: 4,
    color: RED,
    default: false,
    page_assignee: true,
    disable_delayed_message_warning: true,
  },
  { name: 'Optional', description: 'Triaging it is optional.', view_order: 5, color: GREY, default: false },
].map((priority) => ({ page_assignee: false, disable_delayed_message_warning: false, ...priority }));
