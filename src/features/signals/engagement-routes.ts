import Type from 'typebox';
import { Id } from '../../core/field.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { caseView } from '../participants/index.ts';
import { AnswerEngagement, answerRequest, EngagementRequestRead, listRequests } from './engagement-requests.ts';

const path = '/{organization}/cases/{case_id}/engagements';
const ofCase = { tag: 'cases', access: caseView, subject: { table: 'cases', param: 'case_id' } } as const;

const list = route({
  ...ofCase,
  method: 'get',
  path,
  summary: 'Lists who was asked whether what a case is about was them',
  params: Type.Object({ case_id: Id }),
  answer: Type.Array(EngagementRequestRead.schema),
  handle: async (ctx, { params }) => new JsonText(await listRequests(ctx, params.case_id)),
});

const answer = route({
  ...ofCase,
  method: 'put',
  path: `${path}/{signal_engagement_request_id}`,
  summary: 'Answers for oneself, or as an administrator, whether it was oneself',
  params: Type.Object({ case_id: Id, signal_engagement_request_id: Id }),
  body: AnswerEngagement,
  answer: EngagementRequestRead.schema,
  errors: [409],
  handle: async (ctx, { params, body }) =>
    new JsonText(await answerRequest(ctx, params.case_id, params.signal_engagement_request_id, body)),
});

export const routes: Route[] = [list, answer];
