import type { Context } from '../../core/context.ts';
import { admin, member, type Rule } from '../../core/permissions.ts';
import { pageJson } from '../assembly/index.ts';
import { TALK_RULES } from '../conversations/index.ts';
import { incidentEdit, incidentEvent, incidentJoin, incidentView } from '../participants/index.ts';
import type { Action } from './incident.ts';
import { incidents } from './resource.ts';

/** Which rule decides about each action. */
const RULES: Record<Action, Rule> = {
  edit: incidentEdit,
  delete: admin,
  event: incidentEvent,
  join: incidentJoin,
  subscribe: incidentJoin,
  task: incidentEdit,
  message: TALK_RULES.incident,
  file: incidentView,
  document: incidentView,
  resources: incidentView,
  feedback: member,
};

/**
 * One incident with everything on its page, and what the caller may do with it.
 * @param afterWrite the answer to a change that was permitted is given even when the change took away the caller's sight of it
 * @returns JSON text @throws not_found
 */
export const getIncidentJson = (ctx: Context, id: number, { afterWrite = false } = {}): Promise<string> =>
  pageJson(ctx, { resource: incidents, rules: RULES, id, afterWrite });
