import type { Context } from '../../core/context.ts';
import { member, type Rule } from '../../core/permissions.ts';
import { pageJson } from '../assembly/index.ts';
import { TALK_RULES } from '../conversations/index.ts';
import { caseEdit, caseEvent, caseJoin, caseView } from '../participants/index.ts';
import type { Action } from './case.ts';
import { cases } from './resource.ts';

/** Which rule decides about each action. */
const RULES: Record<Action, Rule> = {
  edit: caseEdit,
  delete: caseEdit,
  escalate: caseEdit,
  event: caseEvent,
  join: caseJoin,
  message: TALK_RULES.case,
  file: caseView,
  document: caseView,
  resources: caseEdit,
  feedback: member,
};

/**
 * One case with everything on its page, and what the caller may do with it.
 * @param afterWrite the answer to a change that was permitted is given even when the change took away the caller's sight of it
 * @returns JSON text @throws not_found
 */
export const getCaseJson = (ctx: Context, id: number, { afterWrite = false } = {}): Promise<string> =>
  pageJson(ctx, { resource: cases, rules: RULES, id, afterWrite });
