import { listJson } from '../../core/list.ts';
import { member, owner } from '../../core/permissions.ts';
import { ListParameters, listQuery, pageOf } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import {
  ChangePassword,
  CreateUser,
  changePassword,
  createMember,
  getMember,
  ResetPassword,
  replacePassword,
  UpdateUser,
  updateMember,
} from './operations.ts';
import { users } from './resource.ts';
import { routes as sessionRoutes } from './session-routes.ts';
import { Me, Member } from './shapes.ts';

const tag = 'users';
const path = '/{organization}/users';
const answer = Me.schema;

const list = route({
  method: 'get',
  path,
  tag,
  summary: 'Lists the members of the organization; `filter` is not looked at',
  access: member,
  query: ListParameters,
  answer: pageOf(Me),
  handle: async (ctx, { query }) =>
    new JsonText(await listJson(ctx, users, { ...listQuery(query), filter: undefined, shape: Member(ctx.tenant.id) })),
});

const get = route({
  method: 'get',
  path: `${path}/{user_id}`,
  tag,
  summary: 'Reads a member of the organization',
  access: member,
  answer,
  handle: async (ctx, { params }) => new JsonText(await getMember(ctx, Number(params.user_id))),
});

const create = route({
  method: 'post',
  path,
  tag,
  summary: 'Creates an account that is a member of the organization',
  access: owner,
  body: CreateUser,
  answer,
  handle: async (ctx, { body }) => new JsonText(await createMember(ctx, body)),
});

const update = route({
  method: 'put',
  path: `${path}/{user_id}`,
  tag,
  summary: 'Changes a member: one may change oneself, an Owner everybody and their roles',
  access: member,
  errors: [403],
  body: UpdateUser,
  partial: true,
  answer,
  handle: async (ctx, { params, body }) => new JsonText(await updateMember(ctx, Number(params.user_id), body)),
});

const change = route({
  method: 'post',
  path: `${path}/{user_id}/change-password`,
  tag,
  summary: 'Changes a password, the own one by naming it',
  access: member,
  errors: [400, 403],
  body: ChangePassword,
  answer,
  handle: async (ctx, { params, body }) => new JsonText(await changePassword(ctx, Number(params.user_id), body)),
});

const reset = route({
  method: 'post',
  path: `${path}/{user_id}/reset-password`,
  tag,
  summary: 'Sets the password of a member',
  access: owner,
  body: ResetPassword,
  answer,
  handle: async (ctx, { params, body }) => new JsonText(await replacePassword(ctx, Number(params.user_id), body.new_password)),
});

export const routes: Route[] = [list, get, create, update, change, reset, ...sessionRoutes];
