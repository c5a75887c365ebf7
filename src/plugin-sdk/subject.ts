/** An incident or case as plug-ins see it. Restricted subjects arrive masked: their title is the type's name, their description empty. */
export type Subject = {
  kind: 'incident' | 'case';
  id: number;
  /** `dispatch-default-default-17`; never changes */
  name: string;
  title: string;
  description: string;
  resolution: string | null;
  status: string;
  visibility: 'Open' | 'Restricted';
  type: string;
  severity: string;
  priority: string;
  /** e-mail addresses */
  commander: string | null;
  reporter: string | null;
  /** address of its page in the web application */
  url: string;
  organization: string;
  project: string;
  /** links of what has been made for it so far */
  links: { ticket?: string; document?: string; storage?: string; conference?: string; conversation?: string };
  /** total cost in units of the organization's currency */
  cost: number;
};

/** Something made outside for a subject. */
export type Resource = {
  /** the outside system's own id */
  resource_id: string;
  /** `<plug-in slug>-<kind>` */
  resource_type: string;
  weblink: string | null;
};

/**
 * Names the one effect a call may have: `incident-17-ticket`. A plug-in stores it with what it makes (label, property, file attribute),
 * so that `find` recognises what an interrupted run already made.
 */
export type EffectKey = string;
